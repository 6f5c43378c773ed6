import './enrolment.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { WaitingEnrolment } from '../../../src-main/contract/centre/enrolment.ts';
import type { Refused } from '../client.ts';
import { PageHead } from '../layout.tsx';
import { usePage } from '../page-context.ts';
import { useNow } from '../parts/data-age.tsx';
import { Button, InputField, SubmitButton, submits } from '../parts/fields.tsx';
import { Mark } from '../parts/mark.tsx';
import { Section, Trail } from '../parts/section.tsx';
import { useTitle } from '../parts/use-title.ts';
import { goTo } from '../router.ts';
import { hourOf } from '../times.ts';
import { PlaceOfKiosk } from './place.tsx';
import { isSame, LAST_GROUP, readAs, typedCode } from './rules.ts';
import { useRefusal } from './use-refusal.ts';

interface Found {
  code: string;
  waiting: WaitingEnrolment;
}

/** The page on which a person admits a new kiosk. The page's address may name an existing kiosk that the new kiosk replaces. */
export function EnrolmentPage() {
  const { t, client, route } = usePage();
  const [found, setFound] = useState<Found | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const title = t(found === null ? 'enrolment.title' : 'enrolment.asks');
  useTitle(title);
  async function find(code: string): Promise<void> {
    const answered = await client.ask('findEnrolment', { params: { code } });
    setRefused(answered.ok ? null : answered.error);
    if (answered.ok && answered.value.body !== null) setFound({ code, waiting: answered.value.body });
  }
  function beginAgain(): void {
    setFound(null);
    setRefused(null);
  }
  return (
    <>
      <PageHead lead={<Trail steps={[[t('nav.kiosks'), '/kiosks'], [t('nav.enrolment')]]} />} title={title} />
      {found === null ? (
        <CodeForm refused={refused} onFind={(code) => void find(code)} />
      ) : (
        <Waiting key={found.code} found={found} replaces={route.query.get('replaces')} onAgain={beginAgain} />
      )}
    </>
  );
}

function CodeForm({ refused, onFind }: { refused: Refused | null; onFind: (code: string) => void }) {
  const { t } = usePage();
  const [typed, setTyped] = useState('');
  return (
    <div class="columns">
      <form class="form enrol-code" onSubmit={submits(() => onFind(typedCode(typed)))}>
        <InputField
          label={t('enrolment.code')}
          required
          class="enrol-typed"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={20}
          value={typed}
          onTyped={setTyped}
        />
        <SubmitButton isMain>{t('enrolment.find')}</SubmitButton>
        <Refusal refused={refused} />
      </form>
      <aside aria-labelledby="where-title">
        <div class="list-head">
          <h2 id="where-title">{t('enrolment.where')}</h2>
        </div>
        <ol class="steps">
          <li>{t('enrolment.where1')}</li>
          <li>{t('enrolment.where2')}</li>
          <li>{t('enrolment.where3')}</li>
        </ol>
      </aside>
    </div>
  );
}

function Refusal({ refused }: { refused: Refused | null }) {
  const say = useRefusal();
  return (
    <p class="said enrol-refused" role="status">
      {refused === null ? '' : say(refused)}
    </p>
  );
}

function Waiting({
  found: { code, waiting },
  replaces,
  onAgain,
}: {
  found: Found;
  replaces: string | null;
  onAgain: () => void;
}) {
  const { t, client, language } = usePage();
  const nowMs = useNow();
  const [heard, setHeard] = useState('');
  const [refused, setRefused] = useState<Refused | null>(null);
  const start = useRef<HTMLInputElement>(null);
  // The form that had the focus is gone, so the focus moves to the button.
  useEffect(() => start.current?.focus(), []);
  const isOver = nowMs >= Date.parse(waiting.expiresAt);
  const isCompared = isSame(heard, waiting.fingerprint);
  async function admit(place: { officeId: string; slot: number; name: string; replaces?: string }): Promise<void> {
    const fingerprint = `${waiting.fingerprint.slice(0, -LAST_GROUP)}${readAs(heard)}`;
    const answered = await client.ask('confirmEnrolment', { params: {}, body: { code, fingerprint, ...place } });
    setRefused(answered.ok ? null : answered.error);
    if (answered.ok && answered.value.body !== null)
      goTo(`/kiosks/${encodeURIComponent(answered.value.body.kioskId)}`, { replace: true });
  }
  return (
    <>
      <div class="columns">
        <section class="paper" aria-labelledby="fingerprint-title">
          <h2 id="fingerprint-title">{t('enrolment.fingerprint')}</h2>
          <p class="note">{t('enrolment.fingerprintLead')}</p>
          <p class="fingerprint">
            {groupsOf(waiting.fingerprint.slice(0, -LAST_GROUP)).map((group, index) => (
              <span key={index}>{group} </span>
            ))}
          </p>
          <div class="form">
            <InputField
              label={t('enrolment.last')}
              field={start}
              class="fingerprint-typed"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              maxLength={LAST_GROUP + 2}
              value={heard}
              aria-describedby="compared"
              onTyped={setHeard}
            />
          </div>
          <div id="compared" class="compared" role="status">
            {readAs(heard).length < LAST_GROUP ? null : isCompared ? (
              <>
                <Mark kind="well" />
                <p>{t('enrolment.same')}</p>
              </>
            ) : (
              <>
                <Mark kind="fault" />
                <p>{t('enrolment.differs')}</p>
              </>
            )}
          </div>
        </section>
        <aside>
          <Section id="compare-title" title={t('enrolment.compare')}>
            <ol class="steps">
              <li>{t('enrolment.compare1')}</li>
              <li>{t('enrolment.compare2')}</li>
              <li>{t('enrolment.compare3')}</li>
            </ol>
          </Section>
          <Section id="who-title" title={t('enrolment.who')}>
            <dl class="pairs">
              <dt>{t('enrolment.code')}</dt>
              <dd>{groupsOf(code, 4).join(' ')}</dd>
              <dt>{t('kiosk.torn')}</dt>
              <dd>
                {waiting.version}
                {waiting.build === 'test' ? ` · ${t('enrolment.testBuild')}` : ''}
              </dd>
              <dt>{t('enrolment.expires')}</dt>
              <dd>{hourOf(Date.parse(waiting.expiresAt), language)}</dd>
            </dl>
            <p>
              <Button onPress={onAgain}>{t('enrolment.otherCode')}</Button>
            </p>
          </Section>
        </aside>
      </div>
      <PlaceOfKiosk
        waiting={waiting}
        replaces={replaces}
        missing={isOver ? t('enrolment.refused.code-expired') : isCompared ? null : t('enrolment.notCompared')}
        onAdmit={(place) => void admit(place)}
      />
      <Refusal refused={refused} />
    </>
  );
}

const groupsOf = (text: string, size = LAST_GROUP): string[] => text.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
