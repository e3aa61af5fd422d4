import { gatewayConfig as plain } from './hive.config.mjs';

// The same, where equal requests that are under way at once share an answer.
export const gatewayConfig = { ...plain, inboundInflightRequestDeduplication: true };
