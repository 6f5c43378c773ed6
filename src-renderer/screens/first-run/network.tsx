import { useState } from 'preact/hooks';
import { inGroups } from '../../components/in-groups.ts';
import { PartRow } from '../../components/part-row.tsx';
import { TechnicianButton } from '../../components/technician-button.tsx';
import { TechnicianSaid } from '../../components/technician-said.tsx';
import { TypingPad } from '../../components/typing-pad.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { StepProps } from './step-props.ts';

type Step = StepProps<'network'>['step'];
type Typing = 'centre' | 'proxy' | 'clock';

const ADDRESS_KEYS = 'abcdefghijklmnopqrstuvwxyz0123456789.-/:';
const DIGITS = '1234567890';
const MOST_CHARACTERS = 120;
/** Day, month, year, hour, minute. */
const CLOCK_FORM = 'DD.MM.AAAA HH:MM';
const CLOCK_DIGITS = 12;

/** The network's settings, the centre's address and the clock; the last two can be changed here. */
export function NetworkStep({ step, onPad }: StepProps<'network'>) {
  const [typing, setTyping] = useState<Typing | null>(null);
  const type = (what: Typing | null): void => {
    setTyping(what);
    onPad(what !== null);
  };
  return typing === null ? (
    <NetworkParts step={step} onType={type} />
  ) : (
    <NetworkPad typing={typing} step={step} onLeave={() => type(null)} />
  );
}

function NetworkParts({ step, onType }: { step: Step; onType: (typing: Typing) => void }) {
  const { name, addresses, centre, clock } = step;
  const { t, sentenceOf, date, time } = useTechnicianWords();
  const { endStep, tryCentre, trustAuthority } = useSession();
  const hasAddress = addresses.length > 0;
  const { authority } = centre;
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
          strong={t('firstRun.net.authority', { name: authority.name })}
          rest={inGroups(authority.fingerprint.toUpperCase(), 4)}
        />
      )}
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="enter"
          text={t('firstRun.do.continue')}
          onTouch={() => void endStep('network', 'done')}
        />
        {authority !== null && centre.canBeSet && (
          <TechnicianButton
            kind="secondary"
            pictogram="good"
            text={t('firstRun.net.do.trust')}
            onTouch={() => void trustAuthority(authority.fingerprint)}
          />
        )}
        {centre.canBeSet && (
          <TechnicianButton
            kind="secondary"
            pictogram="pencil"
            text={t('firstRun.net.do.centre')}
            onTouch={() => onType('centre')}
          />
        )}
        {centre.url !== null && (
          <TechnicianButton kind="secondary" pictogram="again" text={t('firstRun.net.do.look')} onTouch={tryCentre} />
        )}
        {clock.canBeSet && (
          <TechnicianButton
            kind="secondary"
            pictogram="calendar"
            text={t('firstRun.net.do.clock')}
            onTouch={() => onType('clock')}
          />
        )}
        {centre.canBeSet && centre.url !== null && (
          <TechnicianButton
            kind="secondary"
            pictogram="network"
            text={t('firstRun.net.do.proxy')}
            onTouch={() => onType('proxy')}
          />
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

type NetworkPadProps = { typing: Typing; step: Step; onLeave: () => void };

function NetworkPad({ typing, step: { centre }, onLeave }: NetworkPadProps) {
  const { t } = useTechnicianWords();
  const { setCentre, setProxy, setClock } = useSession();
  const common = { label: t(`firstRun.net.ask.${typing}`), sendText: t(`firstRun.net.keep.${typing}`), onLeave };
  if (typing === 'clock')
    return (
      <TypingPad
        {...common}
        keys={DIGITS}
        most={CLOCK_DIGITS}
        value=""
        shown={inClockForm}
        read={readMoment}
        onSend={(moment) => {
          const [day = '', hour = ''] = moment.split(' ');
          void setClock(day, hour);
          onLeave();
        }}
      />
    );
  if (typing === 'proxy')
    return (
      <TypingPad
        {...common}
        keys={ADDRESS_KEYS}
        most={MOST_CHARACTERS}
        value={(centre.proxy ?? '').replace('http://', '')}
        read={readProxy}
        onSend={(proxy) => {
          void setProxy(proxy === '' ? null : proxy);
          onLeave();
        }}
      />
    );
  return (
    <TypingPad
      {...common}
      keys={ADDRESS_KEYS}
      most={MOST_CHARACTERS}
      value={centre.url === null ? '' : `${centre.url.replace('https://', '')}/${centre.cityId ?? ''}`}
      shown={(typed) => (typed.startsWith('http:') ? typed : `https://${typed}`)}
      read={readCentre}
      onSend={(address) => {
        void setCentre(address);
        onLeave();
      }}
    />
  );
}

/** Rejects what is surely no address; the core has the full rule. */
const readCentre = (typed: string): string | null =>
  /^(https?:\/\/)?[a-z0-9][a-z0-9.-]*(:\d{1,5})?\/[a-z0-9-]+$/.test(typed) &&
  URL.canParse(/^https?:\/\//.test(typed) ? typed : `https://${typed}`)
    ? typed
    : null;

/** Empty: no proxy. */
function readProxy(typed: string): string | null {
  if (typed === '') return '';
  const address = `http://${typed}`;
  return /^[a-z0-9][a-z0-9.-]*:\d{1,5}$/.test(typed) && URL.canParse(address) ? address : null;
}

/** The typed digits in the form of a date and time, with `_` for the missing ones. */
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
