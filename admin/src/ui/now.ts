import { ref } from 'vue';

const STEP_MS = 5_000;

/** The present, so that what says "in 20 seconds" goes on saying what is true. */
export const now = ref(Date.now());
setInterval(() => (now.value = Date.now()), STEP_MS);
