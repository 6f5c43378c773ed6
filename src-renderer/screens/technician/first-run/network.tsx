import { useState } from 'preact/hooks';
import { inGroups } from '../../../components/in-groups.ts';
import { useTechnicianWords } from '../../../speaking.ts';
import { useSession } from '../../../touching.ts';
import { TechnicianButton, TechnicianSaid } from '../controls.tsx';
import { FingerprintQuestion } from '../fingerprint-pad.tsx';
import { NetworkCards } from '../network-cards.tsx';
import { PartRow } from '../part-row.tsx';
import { TypingPad, type TypingPadProps } from '../typing-pad.tsx';
import type { StepProps } from './step-props.ts';

type Step = StepProps<'network'>['step'];
type Typing = 'centre' | 'proxy' | 'clock';
type Open = Typing | 'authority' | 'cards';

const ADDRESS_KEYS = 'abcdefghijklmnopqrstuvwxyz0123456789.-/:';
const DIGITS = '1234567890';
const MOST_CHARACTERS = 120;
/** The form of a typed time in Catalan letters: day, month, year, hour, minute. */
const CLOCK_FORM = 'DD.MM.AAAA HH:MM';
const CLOCK_DIGITS = 12;

export function NetworkStep({ step, onPad }: StepProps<'network'>) {
  const [open, setOpen] = useState<Open | null>(null);
  const show = (what: Open | null): void => {
    setOpen(what);
    onPad(what !== null);
  };
  const leave = (): void => show(null);
  if (open === null) return <NetworkParts step={step} onOpen={show} />;
  if (open === 'cards')
    return <NetworkCards networks={step.networks} onShow={(part) => onPad(true, part)} onLeave={leave} />;
  if (open === 'authority') return <TrustAuthority authority={step.centre.authority} onLeave={leave} />;
  return <NetworkPad typing={open} step={step} onLeave={leave} />;
}

function NetworkParts({ step, onOpen }: { step: Step; onOpen: (what: Open) => void }) {
  const { name, addresses, centre, note, clock } = step;
  const { t, sentenceOf, date, time } = useTechnicianWords();
  const { endStep, tryCentre, findCentreNote } = useSession();
  const hasAddress = addresses.length > 0;
  const { authority } = centre;
  if (note.read !== null) return <NoteQuestion note={note.read} />;
  return (
    <>
      <ul class="parts" aria-label={t('firstRun.name.network')}>
        <PartRow
          level={hasAddress ? 'good' : 'attention'}
          name={t('firstRun.net.address')}
          figure={addresses.map(({ address, card }) => `${address} (${card})`).join(', ')}
          says={t(hasAddress ? 'firstRun.net.addressGiven' : 'firstRun.net.noAddress')}
        />
        <PartRow level="good" name={t('firstRun.net.name')} figure={name} says={t('firstRun.net.nameSays')} />
        <PartRow
          level={clock.known === 'centre' ? 'good' : 'attention'}
          name={t('clock.name')}
          figure={`${date(clock.now.date, 'full')}, ${time(clock.now.time)}`}
          says={t(clock.setting === null ? `firstRun.net.clock.${clock.known}` : `firstRun.net.clock.${clock.setting}`)}
        />
        <PartRow
          level={centre.seen ? 'good' : 'attention'}
          name={t('firstRun.net.centre')}
          figure={centre.url === null ? '' : [new URL(centre.url).host, centre.cityId].filter(Boolean).join('/')}
          says={centreSays()}
        />
      </ul>
      {authority !== null && (
        <TechnicianSaid
          level="attention"
          strong={t(authority.isAnother ? 'firstRun.net.trust.another' : 'firstRun.net.authority', {
            name: authority.name,
          })}
          rest={t(authority.isAnother ? 'firstRun.net.trust.shows' : 'firstRun.net.trust.begins', {
            fingerprint: `${inGroups(authority.begins.toUpperCase(), 4)} …`,
          })}
        />
      )}
      {(note.isLooking || note.trouble !== null) && (
        <TechnicianSaid
          level={note.trouble === null ? 'again' : 'attention'}
          strong={t(note.trouble === null ? 'firstRun.net.note.looking' : `firstRun.net.note.trouble.${note.trouble}`)}
        />
      )}
      {centre.canBeSet && <p>{t('firstRun.net.note.scan')}</p>}
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="enter"
          text={t('firstRun.do.continue')}
          onTouch={() => endStep({ step: 'network', end: 'done' })}
        />
        {authority?.isAnother === false && centre.canBeSet && (
          <TechnicianButton pictogram="locator" text={t('firstRun.net.do.trust')} onTouch={() => onOpen('authority')} />
        )}
        {centre.canBeSet && (
          <TechnicianButton pictogram="pencil" text={t('firstRun.net.do.centre')} onTouch={() => onOpen('centre')} />
        )}
        {centre.canBeSet && (
          <TechnicianButton pictogram="data" text={t('firstRun.net.do.note')} onTouch={findCentreNote} />
        )}
        <TechnicianButton pictogram="pair" text={t('network.cards.title')} onTouch={() => onOpen('cards')} />
        {centre.url !== null && (
          <TechnicianButton pictogram="again" text={t('firstRun.net.do.look')} onTouch={tryCentre} />
        )}
        {clock.canBeSet && (
          <TechnicianButton pictogram="calendar" text={t('firstRun.net.do.clock')} onTouch={() => onOpen('clock')} />
        )}
        {centre.canBeSet && centre.url !== null && (
          <TechnicianButton pictogram="network" text={t('firstRun.net.do.proxy')} onTouch={() => onOpen('proxy')} />
        )}
      </div>
    </>
  );

  function centreSays(): string {
    if (centre.url === null) return t('firstRun.noCentreRest');
    if (centre.isAsked) return t('firstRun.net.centreAsked');
    if (centre.seen) return t('firstRun.net.centreSeen');
    return centre.trouble === null ? t('firstRun.net.centreUnseen') : sentenceOf(centre.trouble);
  }
}

function NoteQuestion({ note }: { note: NonNullable<Step['note']['read']> }) {
  const { t } = useTechnicianWords();
  const { takeCentreNote, dropCentreNote } = useSession();
  const { no, url, cityId, keyId, proxy, authority } = note;
  return (
    <>
      <p class="lead" role="status">
        {t('firstRun.net.note.title')}
      </p>
      <ul class="parts" aria-label={t('firstRun.net.note.title')}>
        <PartRow
          level="attention"
          name={t('firstRun.net.centre')}
          figure={`${new URL(url).host}/${cityId}`}
          says={keyId === null ? '' : t('firstRun.net.note.key', { key: keyId })}
        />
        <PartRow
          level="attention"
          name={t('firstRun.net.do.proxy')}
          figure={proxy === null ? '' : proxy.replace('http://', '')}
          says={proxy === null ? t('firstRun.net.note.noProxy') : ''}
        />
        <PartRow
          level="attention"
          name={t('firstRun.net.note.authority')}
          figure={authority?.name ?? ''}
          says={
            authority === null
              ? t('firstRun.net.note.known')
              : t('firstRun.net.note.fingerprint', { fingerprint: inGroups(authority.fingerprint.toUpperCase(), 4) })
          }
        />
      </ul>
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="good"
          text={t('firstRun.net.do.useNote')}
          onTouch={() => takeCentreNote({ no })}
        />
        <TechnicianButton pictogram="back" text={t('firstRun.net.leave')} onTouch={dropCentreNote} />
      </div>
    </>
  );
}

type TrustAuthorityProps = { authority: Step['centre']['authority']; onLeave: () => void };

/**
 * Asks for the end of the certificate authority's fingerprint on the city's paper, because a technician might touch "yes" without
 * comparing.
 */
function TrustAuthority({ authority, onLeave }: TrustAuthorityProps) {
  const { t } = useTechnicianWords();
  const { trustAuthority } = useSession();
  return (
    <FingerprintQuestion
      ask={t('firstRun.net.trust.ask')}
      differs={t('firstRun.net.trust.differs')}
      label={t('firstRun.net.trust.label')}
      sendText={t('firstRun.net.trust.send')}
      leaveText={t('firstRun.net.leave')}
      onSend={(end) => trustAuthority({ end })}
      onLeave={onLeave}
    >
      {authority !== null && <p dir="ltr">{`${inGroups(authority.begins.toUpperCase(), 4)} …`}</p>}
    </FingerprintQuestion>
  );
}

type Pad = Pick<TypingPadProps, 'keys' | 'most' | 'value' | 'shown' | 'read'> & { keep: (read: string) => void };
type NetworkPadProps = { typing: Typing; step: Step; onLeave: () => void };

function NetworkPad({ typing, step: { centre }, onLeave }: NetworkPadProps) {
  const { t } = useTechnicianWords();
  const { setCentre, setProxy, setClock } = useSession();
  const pads: Record<Typing, Pad> = {
    clock: {
      keys: DIGITS,
      most: CLOCK_DIGITS,
      shown: inClockForm,
      read: readMoment,
      keep(moment) {
        const [date = '', time = ''] = moment.split(' ');
        void setClock({ date, time });
      },
    },
    proxy: {
      keys: ADDRESS_KEYS,
      most: MOST_CHARACTERS,
      read: readProxy,
      value: (centre.proxy ?? '').replace('http://', ''),
      keep: (proxy) => void setProxy({ proxy: proxy === '' ? null : proxy }),
    },
    centre: {
      keys: ADDRESS_KEYS,
      most: MOST_CHARACTERS,
      read: readCentre,
      value: centre.url === null ? '' : `${centre.url.replace('https://', '')}/${centre.cityId ?? ''}`,
      shown: (typed) => (typed.startsWith('http:') ? typed : `https://${typed}`),
      keep: (address) => void setCentre({ address }),
    },
  };
  const { keep, ...pad } = pads[typing];
  return (
    <TypingPad
      {...pad}
      label={t(`firstRun.net.ask.${typing}`)}
      sendText={t(`firstRun.net.keep.${typing}`)}
      onSend={(read) => {
        keep(read);
        onLeave();
      }}
      onLeave={onLeave}
    />
  );
}

/** Returns the address; `null` for a text that cannot be an address. The core has the full rule. */
const readCentre = (typed: string): string | null =>
  /^(https?:\/\/)?[a-z0-9][a-z0-9.-]*(:\d{1,5})?\/[a-z0-9-]+$/.test(typed) &&
  URL.canParse(/^https?:\/\//.test(typed) ? typed : `https://${typed}`)
    ? typed
    : null;

/** Returns the proxy's address; `null` for a text that cannot be an address. An empty text means no proxy. */
function readProxy(typed: string): string | null {
  if (typed === '') return '';
  const address = `http://${typed}`;
  return /^[a-z0-9][a-z0-9.-]*:\d{1,5}$/.test(typed) && URL.canParse(address) ? address : null;
}

function inClockForm(typed: string): string {
  let next = 0;
  return CLOCK_FORM.replace(/[DMAH]/g, () => {
    const digit = typed[next] ?? '_';
    next += 1;
    return digit;
  });
}

function readMoment(typed: string): string | null {
  const [, day, month, year, hour, minute] = /^(\d{2})(\d{2})(\d{4})(\d{2})(\d{2})$/.exec(typed) ?? [];
  const moment = `${year}-${month}-${day}T${hour}:${minute}`;
  const read = new Date(`${moment}Z`);
  if (year === undefined || Number.isNaN(read.valueOf()) || !read.toISOString().startsWith(moment)) return null;
  return `${year}-${month}-${day} ${hour}:${minute}`;
}
