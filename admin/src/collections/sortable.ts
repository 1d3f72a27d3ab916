import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';

/**
 * Lets the children of a list be dragged by what has `data-handle` in them. Loaded when a list is
 * shown first.
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

  const observer = new MutationObserver(begin);
  observer.observe(list, { childList: true });
  begin();
  const end = monitorForElements({
    canMonitor: ({ source }) => source.element.parentElement === list,
    onDrop: ({ source, location }) => {
      const target = location.current.dropTargets[0]?.element;
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
