import { Text } from '@mantine/core';
import { useFormats } from '../../language.js';

export interface Bar {
  readonly label: string;
  readonly amount: number;
}

const ROW = 44;
const TEXT_AT = 16;
const BAR_AT = 22;
const BAR_HEIGHT = 14;
const WHOLE = 100;

/** Bars one above the other, each under its label, so that they fit the narrowest screen. */
export function Bars({
  title,
  unit,
  bars,
}: {
  readonly title: string;
  readonly unit: string | null;
  readonly bars: readonly Bar[];
}) {
  const { number } = useFormats();
  const longest = Math.max(...bars.map(({ amount }) => Math.abs(amount)), Number.MIN_VALUE);
  const told = (amount: number): string => [number(amount), unit].filter(Boolean).join(' ');
  const text = bars.map(({ label, amount }) => `${label}: ${told(amount)}`).join('; ');
  return (
    <figure style={{ margin: 0 }}>
      <Text component="figcaption" fw={600} mb="xs">
        {title}
      </Text>
      <svg width="100%" height={bars.length * ROW} role="img" aria-label={`${title}. ${text}`}>
        {bars.map(({ label, amount }, at) => (
          <g key={label} fontSize="var(--mantine-font-size-sm)" fill="var(--mantine-color-text)">
            <text x="0" y={at * ROW + TEXT_AT}>
              {label}
            </text>
            <text x="100%" y={at * ROW + TEXT_AT} textAnchor="end">
              {told(amount)}
            </text>
            <rect
              x="0"
              y={at * ROW + BAR_AT}
              width="100%"
              height={BAR_HEIGHT}
              rx="3"
              fill="var(--mantine-color-gray-1)"
            />
            <rect
              x="0"
              y={at * ROW + BAR_AT}
              width={`${(Math.abs(amount) / longest) * WHOLE}%`}
              height={BAR_HEIGHT}
              rx="3"
              fill={amount < 0 ? 'var(--mantine-color-red-6)' : 'var(--mantine-primary-color-filled)'}
            />
          </g>
        ))}
      </svg>
    </figure>
  );
}
