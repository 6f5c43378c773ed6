import { useState } from 'preact/hooks';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ViewOf } from '../screen-props.ts';
import { TechnicianButton } from './controls.tsx';
import { FingerprintQuestion } from './fingerprint-pad.tsx';
import { PartRow, TouchRow } from './part-row.tsx';

type Hub = NonNullable<ViewOf<'technician-access'>['hub']>;
/** The row that waits for a second touch: a desk's code to pair (`desk` is absent until it is chosen), or a browser to unpair. */
type Asked = { code: string; desk?: Desk } | { identityId: string; place: string } | null;
type Desk = Hub['desks'][number];

const inTwo = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

export function BrowsersPart({ hub }: { hub: Hub }) {
  const { t } = useTechnicianWords();
  const { pairBrowser, isThere } = useSession();
  const [asked, setAsked] = useState<Asked>(null);
  const ask = (next: Asked) => {
    setAsked(next);
    isThere();
  };
  const { address, waiting, desks, halls } = hub;
  const isWaiting = asked !== null && 'code' in asked && waiting.some(({ code }) => code === asked.code);
  if (asked !== null && 'code' in asked && isWaiting)
    return asked.desk === undefined ? (
      <WhichDesk
        hub={hub}
        code={asked.code}
        onDesk={(desk) => ask({ code: asked.code, desk })}
        onDone={() => ask(null)}
      />
    ) : (
      <WhatItSees code={asked.code} desk={asked.desk} onDone={() => ask(null)} />
    );
  if (asked !== null && 'identityId' in asked) return <Sure asked={asked} onDone={() => ask(null)} />;
  return (
    <>
      <p>{address === null ? t('access.hub.down') : t('access.hub.open', { host: address })}</p>
      <ul class="parts" aria-label={t('access.hub.title')}>
        {waiting.map(({ code, role }) => (
          <TouchRow
            key={code}
            level="attention"
            name={inTwo(code)}
            says={t(`access.hub.waits.${role}`)}
            onTouch={() => (role === 'hall' ? void pairBrowser({ code }) : ask({ code }))}
          />
        ))}
        {desks.map(({ deskId, name, identityId }) =>
          identityId === null ? (
            <PartRow key={deskId} level="attention" name={name} says={t('access.hub.nobody')} />
          ) : (
            <TouchRow
              key={deskId}
              level="good"
              name={name}
              says={t('access.hub.paired')}
              onTouch={() => ask({ identityId, place: name })}
            />
          ),
        )}
        {halls.map((identityId) => (
          <TouchRow
            key={identityId}
            level="good"
            name={t('access.hub.hall')}
            says={t('access.hub.paired')}
            onTouch={() => ask({ identityId, place: t('access.hub.hall') })}
          />
        ))}
      </ul>
    </>
  );
}

type WhichDeskProps = { hub: Hub; code: string; onDesk: (desk: Desk) => void; onDone: () => void };

function WhichDesk({ hub, code, onDesk, onDone }: WhichDeskProps) {
  const { t } = useTechnicianWords();
  return (
    <>
      <p class="lead" role="status">
        {t('access.hub.which', { code: inTwo(code) })}
      </p>
      <ul class="parts" aria-label={t('access.hub.title')}>
        {hub.desks.map((desk) => (
          <TouchRow
            key={desk.deskId}
            level="good"
            name={desk.name}
            says={t(desk.identityId === null ? 'access.hub.nobody' : 'access.hub.instead')}
            onTouch={() => onDesk(desk)}
          />
        ))}
      </ul>
      <div class="technician-actions">
        <TechnicianButton pictogram="back" text={t('do.leaveIt')} onTouch={onDone} />
      </div>
    </>
  );
}

/**
 * Asks for the fingerprint that the desk's browser shows. If a machine between browser and kiosk answered, the browser would show the
 * certificate of that machine, because the machine cannot forge the kiosk's certificate.
 */
function WhatItSees({ code, desk, onDone }: { code: string; desk: Desk; onDone: () => void }) {
  const { t } = useTechnicianWords();
  const { pairBrowser } = useSession();
  return (
    <FingerprintQuestion
      ask={t('access.hub.seen.ask')}
      differs={t('access.hub.seen.differs')}
      label={t('access.hub.seen.label')}
      sendText={t('do.letIn')}
      leaveText={t('do.leaveIt')}
      onSend={(seen) => pairBrowser({ code, deskId: desk.deskId, seen })}
      onLeave={onDone}
    >
      <p>{t('access.hub.seen.where', { place: desk.name })}</p>
    </FingerprintQuestion>
  );
}

function Sure({ asked, onDone }: { asked: { identityId: string; place: string }; onDone: () => void }) {
  const { t } = useTechnicianWords();
  const { unpairBrowser } = useSession();
  return (
    <>
      <p class="lead" role="status">
        {t('access.hub.sure', { place: asked.place })}
      </p>
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="clear"
          text={t('do.unpair')}
          onTouch={() => {
            onDone();
            void unpairBrowser({ identityId: asked.identityId });
          }}
        />
        <TechnicianButton pictogram="back" text={t('do.leaveIt')} onTouch={onDone} />
      </div>
    </>
  );
}
