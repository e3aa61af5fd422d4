import { useEffect } from 'react';

/**
 * Mends names and roles of GraphiQL's that keep a screen reader from what stands there. Its tabs are items with the role
 * of a tab that hold buttons: they are made what they are, a list of buttons of which one is the current. An entry of
 * the history is a button whose label hides the query's name.
 */
export function Mending() {
  useEffect(() => {
    mend();
    const observer = new MutationObserver(mend);
    for (const place of document.querySelectorAll('.graphiql-session-header, .graphiql-plugin'))
      observer.observe(place, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ['role', 'aria-selected', 'aria-label'],
      });
    return () => observer.disconnect();
  }, []);
  return null;
}

function mend(): void {
  for (const list of document.querySelectorAll('.graphiql-tabs')) put(list, 'role', 'list');
  const session = document.getElementById('graphiql-session');
  if (session) put(session, 'role', 'group');
  for (const item of document.querySelectorAll('.graphiql-tab')) {
    const button = item.querySelector('.graphiql-tab-button');
    put(item, 'role', 'listitem');
    if (!item.hasAttribute('aria-selected')) continue;
    if (button) put(button, 'aria-current', item.getAttribute('aria-selected') ?? 'false');
    item.removeAttribute('aria-selected');
  }
  for (const entry of document.querySelectorAll('.graphiql-history-item-label'))
    entry.removeAttribute('aria-label');
}

/** Only where it says something else: what is written is observed. */
function put(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
