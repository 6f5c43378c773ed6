import { useId, useState } from 'preact/hooks';
import { ColumnHead } from './column-head.tsx';
import { findServices, inLanguage, type OfferedService } from './rules.ts';
import type { Call } from './use-call.ts';
import { useBookingWords } from './words.ts';

const MOST_SHOWN = 5;

/** The column of services. The telephone operator finds a service by typing a word or two, and chooses it with arrows and Enter. */
export function ServiceColumn({ call, onNext }: { call: Call; onNext: () => void }) {
  const { t, language } = useBookingWords();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = findServices(call.services, typed, language);
  const isChosen = ({ serviceId }: OfferedService): boolean => call.visit.some((one) => one.serviceId === serviceId);
  // Chosen services stay in sight and marked until the operator types again.
  const shown = (typed === '' ? [...found.filter(isChosen), ...found.filter((one) => !isChosen(one))] : found).slice(
    0,
    MOST_SHOWN,
  );
  const marked = Math.min(at, Math.max(0, shown.length - 1));
  const take = (service: OfferedService | undefined, isMore: boolean): void => {
    if (service === undefined || call.moves !== null) return;
    call.chooseServices(
      isMore ? [...call.visit.filter((one) => one.serviceId !== service.serviceId), service] : [service],
    );
    setTyped('');
    setAt(0);
    if (!isMore) onNext();
  };
  const idOf = (index: number): string => `${id}-${index}`;
  return (
    <section class="call-column" aria-labelledby={`${id}-title`}>
      <ColumnHead no={1} id={`${id}-title`} title={t('column.errand')} />
      <label>
        {t('errand.asks')}
        <span class="call-field">
          <input
            data-column="1"
            role="combobox"
            aria-expanded={shown.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={shown.length > 0 ? idOf(marked) : undefined}
            autocomplete="off"
            spellcheck={false}
            maxLength={60}
            readOnly={call.moves !== null}
            value={typed}
            onInput={({ currentTarget }) => {
              setTyped(currentTarget.value);
              setAt(0);
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
                event.preventDefault();
                setAt(Math.max(0, Math.min(shown.length - 1, marked + (event.key === 'ArrowDown' ? 1 : -1))));
              } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
                event.preventDefault();
                take(shown[marked], event.shiftKey);
              }
            }}
          />
          <small>{typed === '' ? '' : t('errand.found', { count: found.length })}</small>
        </span>
      </label>
      {shown.length === 0 ? (
        <p id={`${id}-list`} class="note">
          {t('errand.none')}
        </p>
      ) : (
        <div id={`${id}-list`} class="call-list" role="listbox" aria-label={t('column.errand')}>
          {shown.map((service, index) => (
            // The button is for the mouse; keys go to the field.
            <button
              key={service.serviceId}
              id={idOf(index)}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={index === marked}
              onClick={() => take(service, false)}
            >
              <strong>{inLanguage(service.name, language)}</strong>
              <span>
                {t('errand.minutes', { minutes: service.minutes })}
                {service.toBring.length === 0 ? '' : ` · ${t('errand.documents', { count: service.toBring.length })}`}
              </span>
            </button>
          ))}
        </div>
      )}
      {call.visit.length === 0 ? null : (
        <p class="call-visit">
          {t('errand.visit')} <strong>{call.visit.map(({ name }) => inLanguage(name, language)).join(' + ')}</strong>
        </p>
      )}
      <p class="call-keys">
        <kbd>↑</kbd> <kbd>↓</kbd> {t('errand.choose')} · <kbd>↵</kbd> {t('errand.goOn')} · <kbd>⇧ ↵</kbd>{' '}
        {t('errand.more')}
      </p>
    </section>
  );
}
