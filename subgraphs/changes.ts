/** Channel on which hubs tell each other that statuses, flags or releases have changed. */
export const CHANGES = 'satugraf_changes';

/** Channel on which hubs tell each other of a new supergraph. */
export const SUPERGRAPHS = 'satugraf_supergraphs';
