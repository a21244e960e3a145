import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { LambdaReport, Report } from '../../report/schema.ts';
import type { Term } from '../../words/glossary.ts';
import { formatLambda, keepUnits } from '../../words/numbers.ts';
import { nameReference } from '../../words/references.ts';
import { ScrollRegion } from '../scroll-region.tsx';
import { Term as TermButton, useExplained } from '../term.tsx';
import { downloadText } from './download.ts';
import { type Column, listColumns, listJudged, sayReference, sortRows, VERDICT } from './lambda-columns.ts';
import './lambda-table.css';

interface LambdaTableProps {
  readonly report: Report;
  /** The lambda whose view is open. */
  readonly opened: number | null;
  readonly onOpen: (lambda: number) => void;
}

/**
 * One line for each lambda, sorted by whichever column is chosen; each opens a view of its own. Below them the
 * references, whose verdicts are against the choice. On a phone each line is a card.
 *
 * The roles are those that the elements have anyway: as cards some browsers would take them for no table.
 */
export function LambdaTable({ report, opened, onOpen }: LambdaTableProps) {
  const [order, setOrder] = useState({ column: 0, isDescending: false });
  const judged = listJudged(report);
  const columns = listColumns(judged);
  const rows = sortRows(report.lambdas, columns[order.column], order.isDescending);
  const sortBy = (column: number) =>
    setOrder({ column, isDescending: column === order.column && !order.isDescending });
  return (
    <>
      <ScrollRegion label="All lambdas">
        <table class="lambdas numbers" aria-label="All lambdas" {...as('table')}>
          <thead {...as('rowgroup')}>
            <tr {...as('row')}>
              {columns.map(({ name, term, kind }, c) => (
                <th
                  key={name}
                  scope="col"
                  data-kind={kind}
                  aria-sort={describeOrder(c, order)}
                  {...as('columnheader')}
                >
                  <SortButton {...{ name, term }} onSort={() => sortBy(c)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody {...as('rowgroup')}>
            {rows.map((row) => (
              <tr key={row.lambda} data-verdict={row.comparison?.verdict ?? 'baseline'} {...as('row')}>
                <LambdaHead {...{ report, row, onOpen }} isOpen={opened === row.lambda} />
                {columns.slice(1).map((column) => (
                  <Cell key={column.name} {...{ column, row }} />
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot {...as('rowgroup')}>
            {report.references.map((row) => (
              <tr key={row.name} title={row.comparison?.sentence ?? row.reason} {...as('row')}>
                <th scope="row" {...as('rowheader')}>
                  {nameReference(row.name, report.data.task)}
                </th>
                <Cell column={{ ...VERDICT, show: sayReference }} row={row} />
                {judged.map((column) => (
                  <Cell key={column.name} {...{ column, row }} />
                ))}
                <td class="rest" colSpan={columns.length - judged.length - 2} {...as('cell')} />
              </tr>
            ))}
          </tfoot>
        </table>
      </ScrollRegion>
      <div class="buttons small">
        <button type="button" aria-label="Save as CSV: all lambdas" onClick={() => void saveCsv(report)}>
          CSV
        </button>
      </div>
    </>
  );
}

interface SortButtonProps extends Pick<Column, 'name' | 'term'> {
  readonly onSort: () => void;
}

/** A heading by which the table is sorted, and which explains itself. */
function SortButton({ name, term, onSort }: SortButtonProps) {
  const { button, tip } = useExplained(term);
  const press = (event: MouseEvent & { readonly currentTarget: HTMLButtonElement }) => {
    button.onClick(event);
    onSort();
  };
  return (
    <>
      <button type="button" class="plain" {...button} onClick={press}>
        {name}
      </button>
      {tip}
    </>
  );
}

function as(role: string) {
  return { role } as object;
}

async function saveCsv(report: Report): Promise<void> {
  const { writeReportCsv } = await import('../../report/table.ts');
  downloadText('lambdas.csv', 'text/csv', writeReportCsv(report));
}

interface LambdaHeadProps extends Pick<LambdaTableProps, 'report' | 'onOpen'> {
  readonly row: LambdaReport;
  readonly isOpen: boolean;
}

/** The lambda as a button that opens its view, and what it was chosen as. */
function LambdaHead({ report, row: { lambda }, isOpen, onOpen }: LambdaHeadProps) {
  const marks = listMarks(report, lambda);
  return (
    <th scope="row" {...as('rowheader')}>
      <button
        type="button"
        class="small"
        aria-expanded={isOpen}
        aria-label={`Open lambda ${formatLambda(lambda)}`}
        onClick={() => onOpen(lambda)}
      >
        {formatLambda(lambda)}
      </button>
      {marks.length > 0 && (
        <small>
          {marks.map((mark, i) => (
            <Fragment key={mark}>
              {i > 0 && ', '}
              <TermButton name={mark} />
            </Fragment>
          ))}
        </small>
      )}
    </th>
  );
}

function listMarks({ choice }: Report, lambda: number): Term[] {
  const marks: [Term, number | null][] = [
    ['choice', choice.lambda],
    ['best mean', choice.minimum],
    ['1-SE rule', choice.oneStandardError],
  ];
  return marks.flatMap(([mark, marked]) => (marked === lambda ? [mark] : []));
}

function Cell<Row>({ column: { name, kind, show, showBelow }, row }: { column: Column<Row>; row: Row }) {
  const below = showBelow?.(row) ?? '';
  return (
    <td data-kind={kind} data-label={name} {...as('cell')}>
      {keepUnits(show(row))}
      {below !== '' && <small>{keepUnits(below)}</small>}
    </td>
  );
}

function describeOrder(column: number, order: { column: number; isDescending: boolean }) {
  if (column !== order.column) return 'none';
  return order.isDescending ? 'descending' : 'ascending';
}
