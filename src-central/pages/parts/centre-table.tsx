import type { ComponentChildren } from 'preact';

interface CentreTableProps {
  title: string;
  columns: readonly string[];
  numbers?: string | null;
  children: ComponentChildren;
}

/** On a phone each row is a card. */
export const CentreTable = ({ title, columns, numbers = null, children }: CentreTableProps) => (
  <table class="table cards centre-table">
    <caption>
      <h2>{title}</h2>
    </caption>
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
        {numbers === null ? null : (
          <th scope="col" class="number">
            {numbers}
          </th>
        )}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);
