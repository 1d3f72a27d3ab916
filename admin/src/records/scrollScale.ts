/**
 * Browsers limit how high an element can be (17 million pixels at the least), and a million rows are
 * higher. So the scrolled element is shorter than the rows: near both ends a pixel of it is a pixel
 * of the rows, between them it is several.
 */
export interface ScrollScale {
  /** The height of the scrolled element, in pixels. */
  height: number;
  /** Where the rows are at a place of the scrolled element, both from the top. */
  toRows: (scrolled: number) => number;
  /** The place of the scrolled element where the rows are so. */
  toScrolled: (rows: number) => number;
}

/** Below the limits of all browsers. */
const MOST = 8_000_000;
/** At each end. */
const EXACT = 1_000_000;

/** @param rowsHeight the height of all rows, in pixels */
export function scrollScale(rowsHeight: number, most = MOST, exact = EXACT): ScrollScale {
  if (rowsHeight <= most) {
    return { height: rowsHeight, toRows: (scrolled) => scrolled, toScrolled: (rows) => rows };
  }
  const hidden = rowsHeight - most;
  const factor = (rowsHeight - 2 * exact) / (most - 2 * exact);
  return {
    height: most,
    toRows(scrolled) {
      if (scrolled <= exact) {
        return scrolled;
      }
      return scrolled >= most - exact ? scrolled + hidden : exact + (scrolled - exact) * factor;
    },
    toScrolled(rows) {
      if (rows <= exact) {
        return rows;
      }
      return rows >= rowsHeight - exact ? rows - hidden : exact + (rows - exact) / factor;
    },
  };
}
