import { useMemo } from 'preact/hooks';
import type { ReadRecipe } from '../../../check/answer.ts';
import { locateLine, readCells } from '../text/notebook.ts';
import { listRecipe } from './form.ts';

interface RecipeTableProps {
  readonly recipe: ReadRecipe;
  /** The text that was read. */
  readonly text: string;
  readonly showLine: (line: number) => void;
}

/** The loop as a recipe, field by field, with the line that says it. */
export function RecipeTable({ recipe, text, showLine }: RecipeTableProps) {
  const lines = useMemo(() => listRecipe(recipe), [recipe]);
  const cells = useMemo(() => readCells(text), [text]);
  return (
    <section aria-labelledby="worth-recipe-title" class="read-recipe">
      <h3 id="worth-recipe-title">The loop as a recipe</h3>
      {lines.length === 0 && <p>Nothing of a recipe could be read.</p>}
      <dl>
        {lines.map(({ field, said, written, meant, at }) => (
          <div key={field} data-differs={meant !== null}>
            <dt>{field}</dt>
            <dd>
              {said !== null && <span>{said}</span>}
              {written !== null && <span>as written: {written}</span>}
              {meant !== null && (
                <span class="meant">
                  as meant: <strong>{meant}</strong>
                </span>
              )}
              {at !== null && (
                <button
                  type="button"
                  class="plain"
                  aria-label={`${field}: line ${at.line}`}
                  onClick={() => showLine(locateLine(cells, at))}
                >
                  {at.cell === null ? `line ${at.line}` : `cell ${at.cell}, line ${at.line}`}
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
