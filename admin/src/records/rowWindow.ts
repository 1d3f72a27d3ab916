import { computed, onBeforeUnmount, onMounted, ref, type ShallowRef, watch } from 'vue';
import { scrollScale } from './scrollScale';

export const ROW_PX = 36;
/** Rows above and below what is seen, so that slow scrolling shows no gap. */
const MARGIN = 8;
/** A scroll bar that was drawn jumps further than this many heights at once; wheels and keys do not. */
const JUMP = 2;
const SETTLED_MS = 140;

/**
 * Which rows a scrolled element shows. Between two jumps rows move pixel by pixel with it; when it
 * comes to rest, its scroll bar is put to where the rows are in the whole.
 */
export function useRowWindow(scroller: Readonly<ShallowRef<HTMLElement | null>>, count: () => number) {
  const scale = computed(() => scrollScale(count() * ROW_PX));
  /** Where the rows are, in pixels from their beginning. */
  const top = ref(0);
  /** By how much they stand higher in the element than in the whole. */
  const shift = ref(0);
  const height = ref(0);
  let scrolled = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** How many rows fit. */
  const capacity = computed(() => Math.floor(height.value / ROW_PX));
  const most = computed(() => Math.max(count() * ROW_PX - height.value, 0));
  const firstSeen = computed(() => Math.floor(top.value / ROW_PX));
  const lastSeen = computed(() => Math.min(Math.ceil((top.value + height.value) / ROW_PX), count()) - 1);
  const first = computed(() => Math.max(firstSeen.value - MARGIN, 0));
  const last = computed(() => Math.min(lastSeen.value + MARGIN, count() - 1));

  function follow() {
    const now = scroller.value?.scrollTop ?? 0;
    const step = now - scrolled;
    scrolled = now;
    const isJump = Math.abs(step) > JUMP * Math.max(height.value, ROW_PX);
    top.value = bounded(isJump ? scale.value.toRows(now) : now + shift.value);
    shift.value = top.value - now;
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLED_MS);
  }

  function bounded(pixels: number): number {
    return Math.min(Math.max(pixels, 0), most.value);
  }

  /** The scroll bar tells again where the rows are. */
  function settle() {
    const place = scale.value.toScrolled(top.value);
    if (scroller.value !== null && Math.abs(place - scrolled) >= 1) {
      scroller.value.scrollTop = place;
      scrolled = scroller.value.scrollTop;
      shift.value = top.value - scrolled;
    }
  }

  function scrollTo(pixels: number) {
    top.value = bounded(pixels);
    shift.value = top.value - scrolled;
    settle();
  }

  /** Scrolls as little as is needed to see a row whole. */
  function show(index: number) {
    const start = index * ROW_PX;
    if (start < top.value) {
      scrollTo(start);
    } else if (start + ROW_PX > top.value + height.value) {
      scrollTo(start + ROW_PX - height.value);
    }
  }

  const observer = new ResizeObserver(() => {
    height.value = Math.max((scroller.value?.clientHeight ?? 0) - ROW_PX, 0);
  });
  function listen(element: HTMLElement | null, before: HTMLElement | null | undefined) {
    if (before) {
      before.removeEventListener('scroll', follow);
      observer.unobserve(before);
    }
    if (element !== null) {
      element.addEventListener('scroll', follow, { passive: true });
      observer.observe(element);
      scrolled = element.scrollTop;
    }
  }
  onMounted(() => watch(scroller, listen, { immediate: true }));
  onBeforeUnmount(() => {
    clearTimeout(timer);
    observer.disconnect();
    listen(null, scroller.value);
  });
  // What is deleted elsewhere may leave less than what was scrolled by.
  watch(most, () => top.value > most.value && scrollTo(most.value), { flush: 'post' });

  return { capacity, first, last, firstSeen, lastSeen, shift, scale, scrollTo, show };
}

export type RowWindow = ReturnType<typeof useRowWindow>;
