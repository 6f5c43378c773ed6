import { languageName } from '../language-name.ts';
import { ACTIONS, act } from './acts.ts';
import { DeskButton } from './button.tsx';
import {
  alarmOf,
  type DeskProps,
  type DeskState,
  helpOf,
  hourOf,
  hubMs,
  inWords,
  mayHelp,
  mayOrder,
  stripeOf,
} from './state.ts';
import { wordsOf } from './words.ts';

const MINUTE_MS = 60_000;

/**
 * One line above the row, always in place so that nothing moves. It shows the first of these that exists: an alarm, with the call for help
 * beside it; a call for help; a lost connection; the kiosk at which this clerk helps; the last command's result. It never takes the focus.
 */
export function Stripe(props: DeskProps) {
  const { state } = props;
  const { alarm, help, kind } = stripeOf(state);
  const isTrouble = kind === 'said' && state.said?.isTrouble === true;
  return (
    <div class="desk-stripe" data-kind={kind} data-two={alarm !== null && help !== null} data-trouble={isTrouble}>
      {alarm === null ? null : <Alarm {...props} />}
      {help === null ? null : <Help {...props} />}
      {kind === 'cut' ? <Cut {...props} /> : null}
      <SaidNow {...props} isAlone={kind === 'said'} />
      {kind === 'said' ? <Undo {...props} /> : null}
    </div>
  );
}

/** An alarm in the stripe. At the desk that raised it the alarm is silent, so it is not read aloud there. */
function Alarm({ state, doing }: DeskProps) {
  const { language, seen } = state;
  const t = wordsOf(language);
  const shown = alarmOf(state);
  if (shown === null) return null;
  const { alarm, more } = shown;
  const { alarmId, isOwn, atMs, end, isWithStaff } = alarm;
  const place = inWords(alarm.desk, language);
  const time = hourOf(end?.atMs ?? atMs, language);
  const by = end?.by == null ? t('desk.alarm.staff') : inWords(end.by, language);
  const readers = [
    ...alarm.seenBy.map((desk) => inWords(desk, language)),
    ...(isWithStaff ? [t('desk.alarm.staff')] : []),
  ];
  const received =
    readers.length === 0 ? t('desk.alarm.unseen') : t('desk.alarm.seen', { readers: readers.join(', ') });
  const said = [
    received,
    ...(more > 0 ? [t('desk.alarm.more', { more })] : []),
    ...(isOwn ? [t('desk.alarm.emergency')] : []),
  ];
  return (
    <section class="desk-help" aria-labelledby="desk-alarm">
      <p>
        <strong id="desk-alarm" role={isOwn ? undefined : 'alert'} key={`${alarmId} ${end !== null}`}>
          {end === null
            ? t(isOwn ? 'desk.alarm.own' : 'desk.alarm.other', { place, time })
            : t('desk.alarm.ended', { place, by, time })}
        </strong>{' '}
        {end === null ? <span>· {said.join(' · ')}</span> : null}
      </p>
      {end === null ? (
        <DeskButton isOff={!mayOrder(state, 'alarm-end')} onPress={() => doing.order({ kind: 'alarm-end', alarmId })}>
          {t('desk.alarm.end')}
        </DeskButton>
      ) : (
        <DeskButton onPress={() => doing.change({ seen: [...seen, alarmId] })}>{t('desk.do.seen')}</DeskButton>
      )}
    </section>
  );
}

function Help({ state, doing, nowMs }: DeskProps) {
  const { language, hasShortcuts, seen } = state;
  const t = wordsOf(language);
  const help = helpOf(state);
  if (help === null) return null;
  const { call, more } = help;
  const { slot, coming, isOver, isLeft } = call;
  const agoMs = Math.max(0, hubMs(state, nowMs) - call.askedAtMs);
  const titles = isOver
    ? (['desk.help.over', 'desk.help.overAt'] as const)
    : coming === null
      ? (['desk.help.asks', 'desk.help.asksAt'] as const)
      : (['desk.help.coming', 'desk.help.comingAt'] as const);
  const said = [
    ...(coming === null
      ? [
          agoMs < MINUTE_MS
            ? t('desk.help.seconds', { seconds: Math.floor(agoMs / 10_000) * 10 })
            : t('desk.help.minutes', { minutes: Math.floor(agoMs / MINUTE_MS) }),
        ]
      : []),
    languageName(call.language, language),
    ...(isLeft ? [t('desk.help.left')] : []),
    ...(more > 0 ? [t('desk.help.more', { more })] : []),
    ...(coming !== null && !isOver ? [t('desk.help.answered')] : []),
  ];
  return (
    <section class="desk-help" aria-labelledby="desk-help">
      <p>
        <strong id="desk-help" role="alert" key={`${call.helpId} ${isOver}`}>
          {slot === null ? t(titles[0]) : t(titles[1], { slot })}
        </strong>{' '}
        <span>· {said.join(' · ')}</span>
      </p>
      {coming === null ? (
        <DeskButton
          look="main"
          isOff={!mayHelp(state)}
          shortcut={hasShortcuts ? ACTIONS.help.key : null}
          onPress={() => act('help', state, doing)}
        >
          {t('desk.help.do')}
        </DeskButton>
      ) : (
        <DeskButton onPress={() => doing.change({ seen: [...seen, call.helpId] })}>{t('desk.do.seen')}</DeskButton>
      )}
    </section>
  );
}

function Cut({ state }: DeskProps) {
  const t = wordsOf(state.language);
  const { view, held } = state;
  return (
    <p class="desk-cut" role="alert">
      {held.some(({ ordered }) => ordered.kind === 'alarm') ? <b>{t('desk.alarm.unsent')} </b> : null}
      <span>{t('desk.link.lostNote')}</span>
      {held.length > 0 ? <b> {t('desk.link.held', { count: held.length })}.</b> : null}
      {view === null || view.kiosks.length === 0 ? null : <span> {t('desk.link.other')}</span>}
      {view?.kiosks.map((address) => (
        <a key={address} href={address}>
          {address}
        </a>
      ))}
    </p>
  );
}

/** The result of the last command: always read aloud, and visible beside other content of the stripe only if it reports trouble. */
function SaidNow({ state: { said, language }, isAlone }: DeskProps & { isAlone: boolean }) {
  const t = wordsOf(language);
  const isUnseen = !isAlone && said?.isTrouble !== true;
  return (
    <p class={isUnseen ? 'desk-said unseen' : 'desk-said'} aria-live="assertive" key={said?.at ?? 0}>
      {said === null ? '' : saidText(said, t)}
    </p>
  );
}

function Undo({ state, doing }: DeskProps) {
  const { view, language, hasShortcuts } = state;
  if (view === null || view.undo === null) return null;
  return (
    <DeskButton
      isOff={!ACTIONS.undo.isPossible(state)}
      shortcut={hasShortcuts ? ACTIONS.undo.key : null}
      onPress={() => act('undo', state, doing)}
    >
      {wordsOf(language)('desk.do.undo', { label: view.undo.number })}
    </DeskButton>
  );
}

function saidText(said: NonNullable<DeskState['said']>, t: ReturnType<typeof wordsOf>): string {
  switch (said.key) {
    case 'called':
      return t('desk.done.call', { label: said.label });
    case 'given':
      return t('desk.done.give', { label: said.label });
    case 'arrived':
      return t('desk.next.arrived', { label: said.label });
    case 'refused':
      return t(`desk.refused.${said.kind}`);
    case 'fault':
      return t('desk.refused.fault');
    case 'done':
      return t('desk.done.other');
  }
}
