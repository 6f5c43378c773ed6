import type { ComponentChildren } from 'preact';
import { useFigureWords } from './words.ts';

interface Row {
  key: string | number;
  name: ComponentChildren;
  current?: 'true' | 'date' | undefined;
}

/** `kind` is a CSS class. Default: a column of numbers. */
export type Column<R> = readonly [label: string, cellOf: (row: R) => ComponentChildren, kind?: string];

interface FigureTableProps<R> {
  /** `figures-table`: on a phone each row is a card, so each cell repeats the label of its column. */
  kind?: 'figures-table' | 'figures-table twin-questions' | 'facts-table' | 'facts-table foretold-table';
  title: string;
  /** True if the table has a heading above it. The table's title then looks like the labels of the columns. */
  hasHeading?: boolean;
  columns: readonly Column<R>[];
  rows: readonly R[];
}

export function FigureTable<R extends Row>({
  kind = 'figures-table',
  title,
  hasHeading = false,
  columns,
  rows,
}: FigureTableProps<R>) {
  const isLabelled = kind.startsWith('figures-table');
  return (
    <table class={`table ${kind}`}>
      <thead>
        <tr>
          <th scope="col">{hasHeading ? title : <strong class="table-title">{title}</strong>}</th>
          {columns.map(([label, , of = 'number']) => (
            <th key={label} scope="col" class={of}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} aria-current={row.current}>
            <th scope="row">{row.name}</th>
            {columns.map(([label, cellOf, of = 'number']) => (
              <td key={label} class={of} data-label={isLabelled ? label : undefined}>
                {isLabelled ? <span>{cellOf(row)}</span> : cellOf(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function PictureOrTable({ isTable, onChoose }: { isTable: boolean; onChoose: (isTable: boolean) => void }) {
  const { words } = useFigureWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a border and a legend that this pair does not need.
    <div class="segments" role="group" aria-label={`${words('chart')}, ${words('table')}`}>
      {([false, true] as const).map((one) => (
        <button key={String(one)} type="button" aria-pressed={isTable === one} onClick={() => onChoose(one)}>
          {words(one ? 'table' : 'chart')}
        </button>
      ))}
    </div>
  );
}

interface PicturedProps {
  isTable: boolean;
  picture: ComponentChildren;
  children: ComponentChildren;
}

/** Shows a picture, or its table if the person has chosen the table. Screen readers read the table in both cases. */
export const Pictured = ({ isTable, picture, children }: PicturedProps) => (
  <>
    {isTable ? null : picture}
    <div class={isTable ? undefined : 'unseen'}>{children}</div>
  </>
);
