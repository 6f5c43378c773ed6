import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeskView } from '../../src-main/calling/contract/desk.ts';
import { DESK_PAUSES, isImpersonal, MOST_WORD, TRANSFER_NOTES } from '../../src-main/domain/desk.ts';
import { ACTIONS, act } from './acts.ts';
import { DeskButton } from './button.tsx';
import { GiveNumber } from './give.tsx';
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
  const [untilMs, setUntil] = useState<number | null>(null);
  const close = () => doing.change({ dialog: null });
  return (
    <Dialog title={t(currentOf(state) === null ? 'desk.pause.title' : 'desk.pause.titleAfter')} onClose={close}>
      <label>
        {t('desk.pause.back')}
        <select
          value={untilMs ?? ''}
          onChange={({ currentTarget: { value } }) => setUntil(value === '' ? null : Number(value))}
        >
          <option value="">{t('desk.pause.open')}</option>
          {ends.map((end) => (
            <option key={end} value={end}>
              {t('desk.pause.until', { time: hourOf(end, state.language) })}
            </option>
          ))}
        </select>
      </label>
      <div class="desk-actions">
        {DESK_PAUSES.map((reason) => (
          <DeskButton
            key={reason}
            onPress={() => {
              close();
              const lastsMs = untilMs === null ? null : Math.max(1, Math.round(untilMs - hubNowMs));
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
 * The dialog that chooses the services that this desk calls, among those that the profile allows. Each has the wait of a citizen who would
 * come now.
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

export function GiveDialog(props: DeskProps) {
  const { state, doing } = props;
  const t = wordsOf(state.language);
  const close = () => doing.change({ dialog: null });
  return (
    <Dialog title={t('desk.give.title')} onClose={close}>
      <GiveNumber {...props} />
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
 * The dialog that chooses the target of a transfer and what goes with it: a fixed note, and a few words, which must not contain a document
 * number.
 */
export function TransferDialog({ state, doing }: DeskProps) {
  const { view, language } = state;
  const t = wordsOf(language);
  const current = currentOf(state);
  const targets = view === null ? [] : targetsOf(view, (ms) => t('desk.pause.until', { time: hourOf(ms, language) }));
  const [at, setAt] = useState(0);
  const [note, setNote] = useState<Transfer['note']>(null);
  const [word, setWord] = useState('');
  const isWordFit = isImpersonal(word);
  const close = () => doing.change({ dialog: null });
  const target = targets[at];
  if (current === null || target === undefined) return null;
  return (
    <Dialog title={t('desk.transfer.title', { label: current.number })} onClose={close}>
      <label>
        {t('desk.transfer.to')}
        <select value={at} onChange={({ currentTarget }) => setAt(Number(currentTarget.value))}>
          {targets.map(({ to, name, back }, index) => (
            <option key={index} value={index}>
              {to.of === 'service'
                ? t('desk.transfer.service', { service: inWords(name, language) })
                : t('desk.transfer.desk', { place: inWords(name, language) })}
              {back === null ? '' : ` · ${back}`}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('desk.transfer.note')}
        <select
          value={note ?? ''}
          onChange={({ currentTarget }) => setNote(TRANSFER_NOTES.find((one) => one === currentTarget.value) ?? null)}
        >
          <option value="">{t('desk.note.none')}</option>
          {TRANSFER_NOTES.map((one) => (
            <option key={one} value={one}>
              {t(`desk.note.${one}`)}
            </option>
          ))}
        </select>
      </label>
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
              ...{ kind: 'transfer', ticketId: current.ticketId, to: target.to, note },
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

/** The services and desks to which a ticket can go. `back`: the time at which a desk's pause ends. */
const targetsOf = (
  { waiting, desks }: DeskView,
  backAt: (ms: number) => string,
): { to: Transfer['to']; name: DeskView['deskName']; back: string | null }[] => [
  ...waiting.map(({ serviceId, name }) => ({ to: { of: 'service', serviceId } as const, name, back: null })),
  ...desks.map(({ deskId, name, untilMs }) => ({
    ...{ to: { of: 'desk', deskId } as const, name },
    back: untilMs === null ? null : backAt(untilMs),
  })),
];
