import { useEffect, useRef, useState } from 'preact/hooks';
import { findTab, TABS, type Tab } from './address/tab.ts';
import { App, type AppProps } from './app.tsx';
import { loadLater } from './loaded-later.tsx';

const Judge = loadLater(() => import('./judge/judge-tab.tsx').then(({ JudgeTab }) => JudgeTab));
const Check = loadLater(() => import('./check/check-tab.tsx').then(({ CheckTab }) => CheckTab));

const LABELS: Readonly<Record<Tab, string>> = {
  compare: 'Compare lambdas',
  judge: 'Judge scores',
  check: 'Check your loop',
};

/** The address of each where nothing is asked of it yet. */
const nameHash = (tab: Tab): string => (tab === 'compare' ? '#' : `#${tab}`);

/** The things that the page does, each at an address of its own. One that was left stays as it was, and is hidden. */
export function Tabs(props: AppProps) {
  const { tab, turn } = useTab();
  const { current: shown } = useRef(new Set<Tab>());
  shown.add(tab);
  const place = (each: Tab) => ({ engine: props.engine, isHidden: each !== tab });
  return (
    <>
      <nav class="tabs">
        {TABS.map((each) => (
          <a
            key={each}
            href={nameHash(each)}
            aria-current={each === tab ? 'page' : undefined}
            // No stop of Tab, since it leads nowhere; it keeps the focus of who has just pressed it.
            tabIndex={each === tab ? -1 : undefined}
            onClick={(event) => {
              // In a tab of its own the browser opens it.
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              turn(each);
            }}
          >
            {LABELS[each]}
          </a>
        ))}
      </nav>
      {shown.has('compare') && <App {...props} isHidden={tab !== 'compare'} />}
      {shown.has('judge') && <Judge {...place('judge')} />}
      {shown.has('check') && <Check {...place('check')} />}
    </>
  );
}

/** Which of them is shown, as the address has it. */
function useTab() {
  const [tab, setTab] = useState(findTab(location.hash));
  // Where each was left, by its address and by what its entry of the history knows.
  const places = useRef<Partial<Record<Tab, readonly [hash: string, state: unknown]>>>({});
  useEffect(() => {
    const follow = () => setTab(findTab(location.hash));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  return {
    tab,
    turn(to: Tab) {
      if (to === tab) return;
      places.current[tab] = [location.hash || '#', history.state];
      const [hash, state] = places.current[to] ?? [nameHash(to), null];
      history.pushState(state, '', hash);
      setTab(to);
    },
  };
}
