import { useId } from 'preact/hooks';
import { TICKET_LANGUAGES } from '../../../config/languages.ts';
import { languageName } from '../../../src-renderer/language-name.ts';
import { ChoiceField, InputField } from '../parts/fields.tsx';
import { ColumnHead } from './column-head.tsx';
import type { Call } from './use-call.ts';
import { useBookingWords } from './words.ts';

/** The column about the caller. It has no field for a name or telephone number, because neither is stored. */
export function PersonColumn({ call }: { call: Call }) {
  const { t, language } = useBookingWords();
  const id = useId();
  const { person, moves } = call;
  return (
    <section class="call-column" aria-labelledby={`${id}-title`}>
      <ColumnHead no={3} id={`${id}-title`} title={t('column.person')} />
      {moves !== null ? (
        <p class="note" tabIndex={-1} data-column="3">
          {t('person.moves', { code: moves.locator ?? '' })}
        </p>
      ) : (
        <>
          <InputField
            label={t('person.document')}
            data-column="3"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={40}
            value={person.document}
            onTyped={(text) => void call.setPerson({ ...person, document: text })}
          />
          <div class="call-pair">
            <ChoiceField
              label={t('person.language')}
              all={TICKET_LANGUAGES}
              chosen={person.language}
              nameOf={(one) => languageName(one, language)}
              onChoose={(one) => void call.setPerson({ ...person, language: one })}
            />
            <label>
              {t('person.help')}
              <select
                value={String(person.needsHelp)}
                onChange={({ currentTarget }) =>
                  void call.setPerson({ ...person, needsHelp: currentTarget.value === 'true' })
                }
              >
                <option value="false">{t('person.no')}</option>
                <option value="true">{t('person.yes')}</option>
              </select>
            </label>
          </div>
          <p class="note">{t('person.without')}</p>
        </>
      )}
    </section>
  );
}
