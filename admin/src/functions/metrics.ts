import type { Schemas } from '@/api/client';
import type { Figures } from './functions';

export const SPANS = [
  { key: '24h', hours: 24, period: 'hour' },
  { key: '7d', hours: 168, period: 'hour' },
  { key: '30d', hours: 720, period: 'day' },
] as const;

type Bucket = NonNullable<Schemas['FunctionMetrics']['buckets']>[number];

const SECONDS = { hour: 3_600, day: 86_400 };

/** The figures of each hour or day of a span; the server leaves out those without calls. */
export function spread(
  name: string,
  buckets: Bucket[],
  hours: number,
  period: 'hour' | 'day',
  now: number,
): { time: number; figures: Figures | undefined }[] {
  const step = SECONDS[period];
  const last = Math.floor(now / 1000 / step) * step;
  const known = new Map(buckets.map((it) => [Date.parse(it.start) / 1000, it.functions[name]]));
  const points = Math.ceil((hours * 3_600) / step) + 1;
  return Array.from({ length: points }, (_, index) => {
    const time = last - (points - 1 - index) * step;
    return { time, figures: known.get(time) };
  });
}
