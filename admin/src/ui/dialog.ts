/** The last places that had the focus, the newest at the end. */
const visited: HTMLElement[] = [];
const MOST = 20;

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement && target !== visited.at(-1)) {
    visited.push(target);
    visited.splice(0, visited.length - MOST);
  }
});

/**
 * A dialog closes: the focus goes back to the last place outside of it that is still there, such as
 * the row that it was opened from or the button of a menu, else to the page.
 */
export function returnFocus(event: Event): void {
  event.preventDefault();
  const closing = event.target as HTMLElement;
  if (document.activeElement !== document.body && !closing.contains(document.activeElement)) {
    return; // somebody has gone on elsewhere
  }
  const place = visited.findLast((it) => it.isConnected && !closing.contains(it) && it.checkVisibility());
  (place ?? document.querySelector('main'))?.focus();
}

/** Whether somebody has clicked a message, which lies above all dialogs and belongs to none. */
export function isAtMessage(event: CustomEvent<{ originalEvent: Event }>): boolean {
  return (event.detail.originalEvent.target as Element).closest('[data-messages]') !== null;
}
