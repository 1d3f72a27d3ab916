import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';

/**
 * Lets the children of a list be dragged by what has `data-handle` in them. While one is dragged,
 * the child that it would take the place of has `data-drop`: `above` or `below`. Loaded when a list
 * is shown first.
 *
 * @return ends it
 */
export function sortable(list: HTMLElement, move: (from: number, to: number) => void): () => void {
  let rows: (() => void)[] = [];
  const place = (element: Element) => [...list.children].indexOf(element);

  function begin() {
    rows.forEach((end) => end());
    rows = [...list.children].flatMap((row) => {
      const handle = row.querySelector('[data-handle]');
      return row instanceof HTMLElement && handle !== null
        ? [draggable({ element: row, dragHandle: handle }), dropTargetForElements({ element: row })]
        : [];
    });
  }

  function mark(source: Element, target: Element | undefined) {
    [...list.children].forEach((row) => row.removeAttribute('data-drop'));
    if (target !== undefined && target !== source) {
      target.setAttribute('data-drop', place(source) > place(target) ? 'above' : 'below');
    }
  }

  const observer = new MutationObserver(begin);
  observer.observe(list, { childList: true });
  begin();
  const end = monitorForElements({
    canMonitor: ({ source }) => source.element.parentElement === list,
    onDropTargetChange: ({ source, location }) => mark(source.element, location.current.dropTargets[0]?.element),
    onDrop: ({ source, location }) => {
      const target = location.current.dropTargets[0]?.element;
      mark(source.element, undefined);
      if (target !== undefined && target !== source.element) {
        move(place(source.element), place(target));
      }
    },
  });
  return () => {
    end();
    observer.disconnect();
    rows.forEach((stop) => stop());
  };
}
