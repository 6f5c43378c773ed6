import type { ShownChange } from '../../../src-main/office/contract/office.ts';
import { useOfficeWords } from './words.ts';

export function Changes({ changes }: { changes: readonly ShownChange[] }) {
  const { t, kiosk } = useOfficeWords();
  return (
    <ul class="changes">
      {changes.map(({ pointer, where, kind, before, after }) => {
        const field = where.at(-1)?.field ?? 'office';
        return (
          <li key={`${pointer} ${kind}`}>
            <strong>{kiosk.wayTo(where)}</strong>
            {kind === 'changed' ? (
              <span>
                <del>
                  <span class="unseen">{t('change.before')} </span>
                  {kiosk.written(field, before)}
                </del>
                {' → '}
                <ins>
                  <span class="unseen">{t('change.after')} </span>
                  {kiosk.written(field, after)}
                </ins>
              </span>
            ) : (
              <span>{kiosk.t(`office.change.${kind}`)}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
