import { back } from '../../check-in/commands/check-in.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { callOf, hearsAtCentre, tellAttention, ticketAt } from '../../staff/steps/asked-of-staff.ts';
import type { ParamsOf, Refusal } from '../contract/kiosk-api.ts';
import type { Stamp } from '../contract/view-state.ts';
import { isCurrent, type KioskContext, touch } from '../steps/kiosk-context.ts';
import type { Commands } from './command.ts';

export function touchCommands(context: KioskContext) {
  const { office } = context;
  return {
    openLanguages: ({ stamp }) =>
      office.profile.languages.length > 1
        ? touch(context, stamp, { type: 'open-overlay', overlay: 'language' })
        : refuse({ kind: 'not-possible-here' }),
    chooseLanguage: ({ stamp, language }) =>
      office.profile.languages.includes(language)
        ? touch(context, stamp, { type: 'choose-language', language })
        : refuse({ kind: 'unknown-language', detail: language }),
    openAccess: ({ stamp }) => touch(context, stamp, { type: 'open-overlay', overlay: 'access' }),
    setAccess: ({ stamp, access }) => touch(context, stamp, { type: 'set-access', access }),
    setSpeech: (params) => setSpeech(context, params),
    plugJack({ isIn }) {
      context.apply({ type: 'jack', isIn, asksLanguage: office.profile.languages.length > 1 });
      return succeed(null);
    },
    setAttention: (params) => setAttention(context, params),
    askHelp: ({ stamp }) => askHelp(context, stamp),
    withdrawHelp: ({ stamp }) => withdrawHelp(context, stamp),
    openHelp: ({ stamp }) => touch(context, stamp, { type: 'open-overlay', overlay: 'help' }),
    openDocuments: ({ stamp }) =>
      office.documentServices().length > 1
        ? touch(context, stamp, { type: 'open-overlay', overlay: 'documents' })
        : refuse({ kind: 'no-documents' }),
    openWord: ({ stamp }) =>
      context.word.isAsked() && context.session().place.at === 'idle'
        ? touch(context, stamp, { type: 'open-overlay', overlay: 'word' })
        : refuse({ kind: 'not-possible-here' }),
    giveWord: (params) => giveWord(context, params),
    back: ({ stamp }) => back(context, stamp),
    stay: ({ stamp }) => touch(context, stamp, { type: 'stay' }),
    act: ({ stamp }) => touch(context, stamp, { type: 'act' }),
    finish: ({ stamp }) => touch(context, stamp, { type: 'finish' }),
  } satisfies Partial<Commands>;
}

/** Changes the citizen's speech settings. Only a headset makes speech private; the loudspeaker speaks only where the office allows it. */
function setSpeech(context: KioskContext, { stamp, speech }: ParamsOf<'setSpeech'>): Result<null, Refusal> {
  const { mode } = context.session().speech;
  const isAllowed =
    speech.mode === mode ||
    (mode !== 'private' &&
      (speech.mode === 'off' || (speech.mode === 'speaker' && context.office.profile.speech.speaker)));
  if (isCurrent(context, stamp) && (!isAllowed || (speech.curtain && speech.mode !== 'private')))
    return refuse({ kind: 'not-possible-here' });
  return touch(context, stamp, { type: 'set-speech', speech });
}

/** Counts the face with which a citizen rates the visit. A touch after the question has lapsed is thanked too, but not counted. */
function giveWord(context: KioskContext, { stamp, face }: ParamsOf<'giveWord'>): Result<null, Refusal> {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (context.session().overlay !== 'word') return refuse({ kind: 'not-possible-here' });
  const answered = context.word.answer(face);
  if (!answered.ok && answered.error.kind !== 'not-asked') return refuse(answered.error);
  return touch(context, stamp, { type: 'open-overlay', overlay: 'word-thanks' });
}

/**
 * Records the citizen's requests to staff. If there is a ticket, they are on disk before the screen shows them, and the centre receives
 * them after the ticket.
 */
function setAttention(context: KioskContext, { stamp, attention }: ParamsOf<'setAttention'>): Result<null, Refusal> {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const ticket = ticketAt(context.session().place);
  const noted = ticket ? tellAttention(context, ticket.ticketId, attention) : succeed(null);
  if (!noted.ok) return noted;
  return touch(context, stamp, { type: 'set-attention', attention });
}

/** Calls for help. The call is sent to the desks, and to the centre if `hearsAtCentre`, before the screen shows it. */
function askHelp(context: KioskContext, stamp: Stamp): Result<null, Refusal> {
  const { office, centre, help, store, newId, log } = context;
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const session = context.session();
  if (session.overlay !== 'help' || callOf(session, context)?.state !== 'offered')
    return refuse({ kind: 'not-possible-here' });
  const helpId = newId();
  const atCentre = hearsAtCentre(office, centre);
  if (atCentre) {
    const asked = store.recordEvent({ type: 'help-asked', v: 1, payload: { helpId } });
    if (!asked.ok) return asked;
  }
  log.event('help-asked', { helpId });
  help.ask(helpId, session.language, atCentre);
  return touch(context, stamp, { type: 'help-asked', helpId });
}

function withdrawHelp(context: KioskContext, stamp: Stamp): Result<null, Refusal> {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const { overlay, help: helpId } = context.session();
  if (overlay !== 'help' || helpId === null || context.help.standing(helpId) === null)
    return refuse({ kind: 'not-possible-here' });
  context.help.withdraw(helpId);
  return touch(context, stamp, { type: 'help-withdrawn' });
}
