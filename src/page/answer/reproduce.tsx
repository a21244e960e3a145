import { useEffect, useState } from 'preact/hooks';
import { digestReport } from '../../report/digest.ts';
import { loadLater } from '../loaded-later.tsx';
import type { CitationProps } from './citation.tsx';

/** How to get the same answer again, and how to name it in a paper. */
export function Reproduce({ report, copy }: Omit<CitationProps, 'digest'>) {
  const [digest, setDigest] = useState<string | undefined>();
  const [isCited, cite] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    setDigest(undefined);
    // A page that came over plain HTTP from another machine cannot make one.
    digestReport(report).then(
      (made) => isCurrent && setDigest(made),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [report]);
  return (
    <>
      {digest !== undefined && (
        <p class="hint">
          The same recipe and data give this report again, to the byte, on{' '}
          {report.arithmetic.mode === 'strict' ? 'any machine' : 'machines that round as this one does'}:
          sha256 {digest.slice(0, 8)}…{' '}
          <button type="button" class="small" onClick={() => copy('The digest', digest)}>
            Copy digest
          </button>
        </p>
      )}
      <div class="buttons">
        <button type="button" aria-expanded={isCited} onClick={() => cite(!isCited)}>
          Cite this
        </button>
      </div>
      {isCited && <Citation {...{ report, digest, copy }} />}
    </>
  );
}

const Citation = loadLater(() => import('./citation.tsx').then(({ Citation: Part }) => Part));
