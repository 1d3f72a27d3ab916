import { expect, test } from 'vitest';
import { nextTick, ref, watch } from 'vue';
import { useWaiting } from './waiting';

function query(loads: boolean) {
  return { isLoading: ref(loads) };
}

test('a page waits for the last of its answers', async () => {
  const [one, other] = [query(true), query(true)];
  const isWaiting = useWaiting(one, other);
  one.isLoading.value = false;
  await nextTick();
  expect(isWaiting.value).toBe(true);
  other.isLoading.value = false;
  await nextTick();
  expect(isWaiting.value).toBe(false);
});

test('a page waits for what an answer makes it ask', async () => {
  const [first, second] = [query(true), query(false)];
  watch(first.isLoading, () => (second.isLoading.value = true));
  const isWaiting = useWaiting(first, second);
  first.isLoading.value = false;
  await nextTick();
  expect(isWaiting.value).toBe(true);
});

test('what is asked later hides nothing again', async () => {
  const known = query(false);
  const isWaiting = useWaiting(known);
  known.isLoading.value = true;
  await nextTick();
  expect(isWaiting.value).toBe(false);
});
