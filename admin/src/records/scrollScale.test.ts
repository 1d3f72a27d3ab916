import { describe, expect, it } from 'vitest';
import { scrollScale } from './scrollScale';

describe('the scale of a scroll bar', () => {
  it('is one to one as long as the rows are no higher than an element can be', () => {
    const scale = scrollScale(7_200_000);
    expect(scale.height).toBe(7_200_000);
    expect(scale.toRows(1234)).toBe(1234);
  });

  it('reaches both ends of 100 million rows below the limits of browsers', () => {
    const rows = 100_000_000 * 36;
    const scale = scrollScale(rows);
    expect(scale.height).toBeLessThan(16_000_000);
    expect(scale.toRows(0)).toBe(0);
    expect(scale.toRows(scale.height)).toBe(rows);
    expect(scale.toRows(scale.height - 500)).toBe(rows - 500);
  });

  it('finds its way back from everywhere and never turns round', () => {
    const scale = scrollScale(36_000_000);
    let last = -1;
    for (let scrolled = 0; scrolled <= scale.height; scrolled += 33_333) {
      const rows = scale.toRows(scrolled);
      expect(rows).toBeGreaterThan(last);
      expect(scale.toScrolled(rows)).toBeCloseTo(scrolled, 6);
      last = rows;
    }
  });
});
