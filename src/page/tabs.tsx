import { useEffect, useRef, useState } from 'preact/hooks';
import { isJudgeLink } from './address/judge-link.ts';
import { App, type AppProps } from './app.tsx';
import { loadLater } from './loaded-later.tsx';

const Judge = loadLater(() => import('./judge/judge-tab.tsx').then(({ JudgeTab }) => JudgeTab));

/** The two things that the page does, each at an address of its own. One that was left stays as it was, and is hidden. */
export function Tabs(props: AppProps) {
  const { isJudge, turn } = useTab();
  const [wasCompared, wasJudged] = [useRef(false), useRef(false)];
  wasCompared.current ||= !isJudge;
  wasJudged.current ||= isJudge;
  const link = (text: string, hash: string, leadsToJudge: boolean) => (
    <a
      href={hash}
      aria-current={leadsToJudge === isJudge ? 'page' : undefined}
      // No stop of Tab, since it leads nowhere; it keeps the focus of who has just pressed it.
      tabIndex={leadsToJudge === isJudge ? -1 : undefined}
      onClick={(event) => {
        // In a tab of its own the browser opens it.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        turn(leadsToJudge);
      }}
    >
      {text}
    </a>
  );
  return (
    <>
      <nav class="tabs">
        {link('Compare lambdas', '#', false)}
        {link('Judge scores', '#judge', true)}
      </nav>
      {wasCompared.current && <App {...props} isHidden={isJudge} />}
      {wasJudged.current && <Judge engine={props.engine} isHidden={!isJudge} />}
    </>
  );
}

/** Which of both is shown, as the address has it. */
function useTab() {
  const [isJudge, setJudge] = useState(isJudgeLink(location.hash));
  // Where each was left, by its address and by what its entry of the history knows: the comparison, then the judge.
  const places = useRef<[hash: string, state: unknown][]>([
    ['#', null],
    ['#judge', null],
  ]);
  useEffect(() => {
    const follow = () => setJudge(isJudgeLink(location.hash));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  return {
    isJudge,
    turn(toJudge: boolean) {
      if (toJudge === isJudge) return;
      places.current[Number(isJudge)] = [location.hash || '#', history.state];
      const [hash, state] = places.current[Number(toJudge)];
      history.pushState(state, '', hash);
      setJudge(toJudge);
    },
  };
}
