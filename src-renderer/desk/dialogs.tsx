import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { WorkingLanguage } from '../../config/languages.ts';
import type { DeskView } from '../../src-main/calling/contract/desk.ts';
import { DESK_PAUSES, isImpersonal, MOST_WORD, TRANSFER_NOTES } from '../../src-main/domain/desk.ts';
import { ACTIONS, act } from './acts.ts';
import { DeskButton } from './button.tsx';
import type { Ordered } from './orders.ts';
import { currentOf, type DeskProps, hourOf, hubMs, inWords, mayOrder } from './state.ts';
import { wordsOf } from './words.ts';

type Transfer = Extract<Ordered, { kind: 'transfer' }>;

export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const own = useRef<HTMLDialogElement>(null);
  useEffect(() => own.current?.showModal(), []);
  return (
    <dialog ref={own} class="desk-dialog" aria-labelledby="desk-dialog" onClose={onClose}>
      <h2 id="desk-dialog">{title}</h2>
      {children}
    </dialog>
  );
}

type ChoiceProps = { label: string; options: readonly string[]; at: number; onChoose: (at: number) => void };

export const Choice = ({ label, options, at, onChoose }: ChoiceProps) => (
  <label>
    {label}
    <select value={String(at)} onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}>
      {options.map((option, index) => (
        <option key={index} value={index}>
          {option}
        </option>
      ))}
    </select>
  </label>
);

/** Offered lengths of a pause, in minutes; its end is rounded up to five minutes of the clock. */
const PAUSE_MINUTES = [10, 15, 20, 30, 45, 60];
const MINUTE_MS = 60_000;
const ROUND_MS = 5 * MINUTE_MS;

export function PauseDialog({ state, doing, nowMs }: DeskProps) {
  const t = wordsOf(state.language);
  const hubNowMs = hubMs(state, nowMs);
  const [ends] = useState(() =>
    PAUSE_MINUTES.map((minutes) => Math.ceil((hubNowMs + minutes * MINUTE_MS) / ROUND_MS) * ROUND_MS),
  );
  /** Index of the chosen end of the pause: 0 is an open end, 1 the first of `ends`. */
  const [at, setAt] = useState(0);
  const close = () => doing.change({ dialog: null });
  return (
    <Dialog title={t(currentOf(state) === null ? 'desk.pause.title' : 'desk.pause.titleAfter')} onClose={close}>
      <Choice
        label={t('desk.pause.back')}
        options={[
          t('desk.pause.open'),
          ...ends.map((end) => t('desk.pause.until', { time: hourOf(end, state.language) })),
        ]}
        at={at}
        onChoose={setAt}
      />
      <div class="desk-actions">
        {DESK_PAUSES.map((reason) => (
          <DeskButton
            key={reason}
            onPress={() => {
              close();
              const untilMs = ends[at - 1];
              const lastsMs = untilMs === undefined ? null : Math.max(1, Math.round(untilMs - hubNowMs));
              doing.order({ kind: 'pause', reason, lastsMs });
            }}
          >
            {t(`desk.pause.${reason}`)}
          </DeskButton>
        ))}
        <DeskButton onPress={close}>{t('desk.do.cancel')}</DeskButton>
      </div>
    </Dialog>
  );
}

/**
 * The dialog that chooses the services that this desk calls, among those that the profile allows. Beside each service is the wait of a
 * citizen who would come now.
 */
export function ChooseDialog({ state, doing }: DeskProps) {
  const { view, language } = state;
  const t = wordsOf(language);
  const rows = view?.waiting.filter(({ isAllowed }) => isAllowed) ?? [];
  const [chosen, setChosen] = useState(() => rows.filter(({ isServed }) => isServed).map(({ serviceId }) => serviceId));
  const isPossible = chosen.length > 0 && mayOrder(state, 'services');
  const close = () => doing.change({ dialog: null });
  return (
    <Dialog title={t('desk.choose.title')} onClose={close}>
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{t('desk.waiting.calls')}</th>
            <th scope="col">{t('desk.waiting.service')}</th>
            <th scope="col">{t('desk.waiting.comer')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ serviceId, name, comer }) => (
            <tr key={serviceId}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`${t('desk.waiting.calls')}: ${inWords(name, language)}`}
                  checked={chosen.includes(serviceId)}
                  onChange={({ currentTarget: { checked } }) =>
                    setChosen(checked ? [...chosen, serviceId] : chosen.filter((one) => one !== serviceId))
                  }
                />
              </td>
              <th scope="row">{inWords(name, language)}</th>
              <td>{comer === null ? '' : comerText(comer, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="desk-actions">
        <DeskButton
          look="main"
          isOff={!isPossible}
          onPress={() => {
            close();
            doing.order({ kind: 'services', serviceIds: chosen.length === rows.length ? [] : chosen });
          }}
        >
          {t('desk.do.save')}
        </DeskButton>
        <DeskButton onPress={close}>{t('desk.do.cancel')}</DeskButton>
      </div>
    </Dialog>
  );
}

type Comer = NonNullable<DeskView['waiting'][number]['comer']>;

function comerText({ waiting, minutes }: Comer, t: ReturnType<typeof wordsOf>): string {
  const before = t('desk.waiting.before', { count: waiting });
  return minutes === null ? before : `${before} · ${t('desk.waiting.range', { ...minutes })}`;
}

/** Time for which no second number can be issued, so that a double click issues one. */
const AFTER_GIVEN_MS = 1_500;

/** The dialog that issues a number to a citizen at the desk. Disabled without a connection, because the number could not be shown. */
export function GiveDialog({ state, doing, nowMs }: DeskProps) {
  const { said, view, language } = state;
  const t = wordsOf(language);
  const services = view?.waiting ?? [];
  const [at, setAt] = useState(0);
  const chosen = services[at] ?? services[0];
  const isJustGiven = said?.key === 'given' && nowMs - said.at < AFTER_GIVEN_MS;
  const close = () => doing.change({ dialog: null });
  return (
    <Dialog title={t('desk.give.title')} onClose={close}>
      {chosen !== undefined && said?.key === 'given' && <p class="desk-given">{said.label}</p>}
      {chosen !== undefined && (
        <div class="desk-actions">
          <select
            aria-label={t('desk.waiting.service')}
            value={services.indexOf(chosen)}
            onChange={({ currentTarget }) => setAt(Number(currentTarget.value))}
          >
            {services.map(({ serviceId, name }, index) => (
              <option key={serviceId} value={index}>
                {inWords(name, language)}
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
      )}
      <div class="desk-actions">
        <DeskButton onPress={close}>{t('desk.do.close')}</DeskButton>
      </div>
    </Dialog>
  );
}

export function MoreDialog({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const close = () => doing.change({ dialog: null });
  const current = currentOf(state);
  if (current === null) return null;
  return (
    <Dialog title={t('desk.more.title', { label: current.number })} onClose={close}>
      <p>{t('desk.more.park')}</p>
      <p>{t('desk.more.errand')}</p>
      <div class="desk-actions">
        {(['park', 'errand'] as const).map((name) => (
          <DeskButton
            key={name}
            isOff={!ACTIONS[name].isPossible(state)}
            shortcut={state.hasShortcuts ? ACTIONS[name].key : null}
            onPress={() => {
              close();
              act(name, state, doing);
            }}
          >
            {t(`desk.do.${name}`)}
          </DeskButton>
        ))}
        <DeskButton
          isOff={!mayOrder(state, 'leave', current.ticketId)}
          onPress={() => {
            close();
            doing.order({ kind: 'leave', ticketId: current.ticketId });
          }}
        >
          {t('desk.do.leave')}
        </DeskButton>
        <DeskButton onPress={close}>{t('desk.do.cancel')}</DeskButton>
      </div>
    </Dialog>
  );
}

/** The dialog that asks for a second touch before an alarm, because the first may be an accident. */
export function AlarmDialog({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const close = () => doing.change({ dialog: null });
  return (
    <Dialog title={t('desk.alarm.title')} onClose={close}>
      <p>{t('desk.alarm.lead')}</p>
      <p>
        <b>{t('desk.alarm.emergency')}</b>
      </p>
      <div class="desk-actions">
        <DeskButton
          look="main"
          onPress={() => {
            close();
            doing.order({ kind: 'alarm' });
          }}
        >
          {t('desk.alarm.do')}
        </DeskButton>
        <DeskButton onPress={close}>{t('desk.do.cancel')}</DeskButton>
      </div>
    </Dialog>
  );
}

/**
 * The dialog for a transfer: the target, a fixed note, and a few words of the clerk, which must not contain a document number.
 */
export function TransferDialog({ state, doing }: DeskProps) {
  const { view, language } = state;
  const t = wordsOf(language);
  const current = currentOf(state);
  const targets = view === null ? [] : targetsOf(view, language);
  const [at, setAt] = useState(0);
  /** Index of the chosen note: 0 is no note, 1 the first of `TRANSFER_NOTES`. */
  const [noteAt, setNoteAt] = useState(0);
  const [word, setWord] = useState('');
  const isWordFit = isImpersonal(word);
  const close = () => doing.change({ dialog: null });
  const target = targets[at];
  if (current === null || target === undefined) return null;
  return (
    <Dialog title={t('desk.transfer.title', { label: current.number })} onClose={close}>
      <Choice label={t('desk.transfer.to')} options={targets.map(({ words }) => words)} at={at} onChoose={setAt} />
      <Choice
        label={t('desk.transfer.note')}
        options={[t('desk.note.none'), ...TRANSFER_NOTES.map((one) => t(`desk.note.${one}`))]}
        at={noteAt}
        onChoose={setNoteAt}
      />
      <label>
        {t('desk.transfer.word')}
        <input
          type="text"
          maxLength={MOST_WORD}
          autocomplete="off"
          value={word}
          aria-invalid={!isWordFit}
          aria-describedby="desk-word"
          onInput={({ currentTarget }) => setWord(currentTarget.value)}
        />
      </label>
      <p id="desk-word" role="status">
        {t(isWordFit ? 'desk.transfer.wordNote' : 'desk.refused.personal-word')}
      </p>
      <div class="desk-actions">
        <DeskButton
          look="main"
          isOff={!isWordFit}
          onPress={() => {
            close();
            const written = word.trim();
            doing.order({
              kind: 'transfer',
              ticketId: current.ticketId,
              to: target.to,
              note: TRANSFER_NOTES[noteAt - 1] ?? null,
              word: written === '' ? null : written,
            });
          }}
        >
          {t('desk.do.send')}
        </DeskButton>
        {view?.comesBack && (
          <DeskButton isOff={state.isCut} onPress={() => doing.change({ dialog: 'come-back' })}>
            {t('desk.comeBack.title')}
          </DeskButton>
        )}
        <DeskButton onPress={close}>{t('desk.do.cancel')}</DeskButton>
      </div>
    </Dialog>
  );
}

/** The services and desks to which a ticket can go; a paused desk with the time at which its pause ends. */
function targetsOf({ waiting, desks }: DeskView, language: WorkingLanguage): { to: Transfer['to']; words: string }[] {
  const t = wordsOf(language);
  return [
    ...waiting.map(({ serviceId, name }) => ({
      to: { of: 'service', serviceId } as const,
      words: t('desk.transfer.service', { service: inWords(name, language) }),
    })),
    ...desks.map(({ deskId, name, untilMs }) => {
      const words = t('desk.transfer.desk', { place: inWords(name, language) });
      const back = untilMs === null ? '' : ` · ${t('desk.pause.until', { time: hourOf(untilMs, language) })}`;
      return { to: { of: 'desk', deskId } as const, words: words + back };
    }),
  ];
}
