import type { ComponentChildren } from 'preact';

interface TableHeadProps {
  columns: readonly string[];
  /** The columns of numbers, which come last. */
  numbers?: readonly string[];
}

export const TableHead = ({ columns, numbers = [] }: TableHeadProps) => (
  <thead>
    <tr>
      {[...columns, ...numbers].map((column, at) => (
        <th key={column} scope="col" class={at < columns.length ? undefined : 'number'}>
          {column}
        </th>
      ))}
    </tr>
  </thead>
);

interface CentreTableProps extends TableHeadProps {
  title: string;
  children: ComponentChildren;
}

/** A table with a title. On a phone each row is a card. */
export const CentreTable = ({ title, children, ...head }: CentreTableProps) => (
  <table class="table cards centre-table">
    <caption>
      <h2>{title}</h2>
    </caption>
    <TableHead {...head} />
    <tbody>{children}</tbody>
  </table>
);
