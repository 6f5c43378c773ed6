import type { ShownChange } from '../../../../src-main/office/contract/office.ts';
import { useOfficeWords } from '../office-words.ts';

export function Changes({ changes }: { changes: readonly ShownChange[] }) {
  const { t, wayTo, written } = useOfficeWords();
  return (
    <ul class="parts" aria-label={t('office.changes')}>
      {changes.map(({ pointer, where, kind, before, after }) => {
        const field = where.at(-1)?.field ?? 'office';
        const says =
          kind === 'changed'
            ? t('office.change.changed', { before: written(field, before), after: written(field, after) })
            : t(`office.change.${kind}`);
        return (
          <li key={`${pointer} ${kind}`} class="office-change">
            <strong>{wayTo(where)}</strong> <span>{says}</span>
          </li>
        );
      })}
    </ul>
  );
}
