import { useState } from 'preact/hooks';
import { DeskButton } from './button.tsx';
import { type DeskProps, inWords, mayOrder } from './state.ts';
import { wordsOf } from './words.ts';

const PAUSE_MS = 1_500;

/** Issues a number to a citizen at the desk. Disabled without a connection, because the number could not be shown. */
export function GiveNumber({ state, doing, nowMs }: DeskProps) {
  const t = wordsOf(state.language);
  const services = state.view?.waiting ?? [];
  const [at, setAt] = useState(0);
  const chosen = services[at] ?? services[0];
  if (chosen === undefined) return null;
  const { said } = state;
  const isJustGiven = said?.key === 'given' && nowMs - said.at < PAUSE_MS;
  return (
    <>
      {said?.key === 'given' ? <p class="desk-given">{said.label}</p> : null}
      <div class="desk-actions">
        <select
          aria-label={t('desk.waiting.service')}
          value={services.indexOf(chosen)}
          onChange={({ currentTarget }) => setAt(Number(currentTarget.value))}
        >
          {services.map(({ serviceId, name }, index) => (
            <option key={serviceId} value={index}>
              {inWords(name, state.language)}
            </option>
          ))}
        </select>
        <DeskButton
          isOff={state.isCut || isJustGiven || !mayOrder(state, 'give')}
          onPress={() => doing.order({ kind: 'give', serviceId: chosen.serviceId })}
        >
          {t('desk.do.give')}
        </DeskButton>
      </div>
    </>
  );
}
