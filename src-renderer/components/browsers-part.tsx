import { useState } from 'preact/hooks';
import type { ViewOf } from '../screens/screen-props.ts';
import { useTechnicianWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { PartRow } from './part-row.tsx';
import { TechnicianButton } from './technician-button.tsx';
import { TouchRow } from './touch-row.tsx';

type Hub = NonNullable<ViewOf<'technician-access'>['hub']>;
/** What was touched first: a code that is to become a desk, or a browser that is to go. */
type Asked = { code: string } | { identityId: string; place: string } | null;

const inTwo = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

/** Browsers of the office's desks and halls: those that wait with a code, which a person compares, and those that were let in. */
export function BrowsersPart({ hub }: { hub: Hub }) {
  const { t } = useTechnicianWords();
  const { pairBrowser, isThere } = useSession();
  const [asked, setAsked] = useState<Asked>(null);
  const ask = (next: Asked) => {
    setAsked(next);
    isThere();
  };
  const { address, fingerprint, waiting, desks, halls } = hub;
  const isWaiting = asked !== null && 'code' in asked && waiting.some(({ code }) => code === asked.code);
  if (asked !== null && 'code' in asked && isWaiting)
    return <WhichDesk hub={hub} code={asked.code} onDone={() => ask(null)} />;
  if (asked !== null && 'identityId' in asked) return <Sure asked={asked} onDone={() => ask(null)} />;
  return (
    <>
      <p>{address === null ? t('access.hub.down') : t('access.hub.open', { host: address })}</p>
      {fingerprint !== null && <p>{t('access.hub.fingerprint', { code: fingerprint })}</p>}
      <ul class="parts" aria-label={t('access.hub.title')}>
        {waiting.map(({ code, role }) => (
          <TouchRow
            key={code}
            level="attention"
            name={inTwo(code)}
            figure=""
            says={t(`access.hub.waits.${role}`)}
            onTouch={() => (role === 'hall' ? void pairBrowser(code) : ask({ code }))}
          />
        ))}
        {desks.map(({ deskId, name, identityId }) =>
          identityId === null ? (
            <PartRow key={deskId} level="attention" name={name} figure="" says={t('access.hub.nobody')} />
          ) : (
            <TouchRow
              key={deskId}
              level="good"
              name={name}
              figure=""
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
            figure=""
            says={t('access.hub.paired')}
            onTouch={() => ask({ identityId, place: t('access.hub.hall') })}
          />
        ))}
      </ul>
    </>
  );
}

function WhichDesk({ hub, code, onDone }: { hub: Hub; code: string; onDone: () => void }) {
  const { t } = useTechnicianWords();
  const { pairBrowser } = useSession();
  return (
    <>
      <p class="lead" role="status">
        {t('access.hub.which', { code: inTwo(code) })}
      </p>
      <ul class="parts" aria-label={t('access.hub.title')}>
        {hub.desks.map(({ deskId, name, identityId }) => (
          <TouchRow
            key={deskId}
            level="good"
            name={name}
            figure=""
            says={t(identityId === null ? 'access.hub.nobody' : 'access.hub.instead')}
            onTouch={() => {
              onDone();
              void pairBrowser(code, deskId);
            }}
          />
        ))}
      </ul>
      <div class="technician-actions">
        <TechnicianButton kind="secondary" pictogram="back" text={t('do.leaveIt')} onTouch={onDone} />
      </div>
    </>
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
            void unpairBrowser(asked.identityId);
          }}
        />
        <TechnicianButton kind="secondary" pictogram="back" text={t('do.leaveIt')} onTouch={onDone} />
      </div>
    </>
  );
}
