import { ref } from 'vue';

/** The title of the page that is shown; {@link PageHead} sets it, the frame puts it into the browser's tab. */
export const pageTitle = ref('');
