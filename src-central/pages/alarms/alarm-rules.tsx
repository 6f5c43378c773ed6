import { useState } from 'preact/hooks';
import { useCentreWords } from '../centre-words.ts';
import type { Refused } from '../client.ts';
import { PageHead, waitingPage } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { Button, Said, submits } from '../parts/fields.tsx';
import { Meanwhile } from '../parts/meanwhile.tsx';
import { PartLinks } from '../parts/part-links.tsx';
import { Section } from '../parts/section.tsx';
import { useTitle } from '../parts/use-title.ts';
import { RecipientPart } from './recipient.tsx';
import { RulePart } from './rule.tsx';
import {
  incomplete,
  type Kept,
  newRecipient,
  newRule,
  placeOfFault,
  type Rules,
  withRecipient,
  withRule,
} from './rules-draft.ts';

interface Draft {
  rules: Rules;
  seen: string;
  /** True once the draft is saved. The page then shows the draft until it has read the saved rules again. */
  isSaved?: true;
}

const seenOf = ({ changedAt }: Kept): string => changedAt ?? 'none';

/**
 * Opens the closed part of a form that contains a wrong field, because a browser can show the fault of a field only if the field is
 * visible.
 */
function openFault({ target }: Event): void {
  const details = target instanceof Element ? target.closest('details') : null;
  if (details !== null) details.open = true;
}

export function AlarmRulesPage() {
  const { t, may, client, language } = usePage();
  const { isReady, words, refusal } = useCentreWords();
  const { body, atMs, fault, again } = useAsked('listAlarmRules', { params: {} });
  const offices = useAsked('listOffices', { params: {} });
  const [made, setDraft] = useState<Draft | null>(null);
  const [said, setSaid] = useState('');
  const [isRefused, setRefused] = useState(false);
  const count = body?.rules.rules.length ?? 0;
  const title = isReady && body !== null ? words('rules.title', { count }) : t('nav.alarms');
  useTitle(title);
  if (!isReady || body === null) return waitingPage(title, body === null ? fault : null, atMs);
  const kept = body;
  const shown = made?.isSaved && made.seen !== seenOf(kept) ? null : made;
  const rules: Rules = shown?.rules ?? kept.rules;
  const draft = shown?.isSaved ? null : shown;
  const mayEdit = may('putAlarmRules');
  const edit = (changed: Rules): void => {
    setSaid('');
    setDraft({ rules: changed, seen: draft?.seen ?? seenOf(kept) });
  };
  const sayRefused = (refused: Refused): string => {
    const places = refused.errors.flatMap(({ pointer }) => placeOfFault(rules, pointer) ?? []);
    return [refusal(refused), ...new Set(places)].join(' ');
  };
  /**
   * Saves the rules. `seen` is the saved state with which the draft began: the centre refuses the change if another person has saved since.
   * `null`: save over any state.
   */
  async function save(seen: string | null): Promise<void> {
    const [missing] = incomplete(rules);
    if (missing !== undefined) return setSaid(words('rules.incomplete', { name: missing }));
    const answered = await client.ask('putAlarmRules', {
      params: {},
      query: seen === null ? {} : { seen },
      body: rules,
    });
    setSaid(answered.ok ? words('saved') : sayRefused(answered.error));
    setRefused(!answered.ok && answered.error.kind === 'changed-meanwhile');
    if (answered.ok) setDraft({ rules, seen: seenOf(kept), isSaved: true });
    again();
  }
  const leave = (): void => {
    setDraft(null);
    setRefused(false);
    setSaid('');
  };
  async function test(recipientId: string): Promise<void> {
    const answered = await client.ask('testAlarmRecipient', { params: { recipientId } });
    setSaid(answered.ok ? words('rules.tested', { name: recipientId }) : refusal(answered.error));
    again();
  }
  const isOvertaken = draft !== null && (isRefused || draft.seen !== seenOf(kept));
  const { waiting } = kept;
  return (
    <>
      <PageHead title={title} atMs={atMs} />
      <PartLinks of="alarms" />
      {waiting.messages === 0 ? null : <p class="lead">{words('rules.waiting', { count: waiting.messages })}</p>}
      <form onInvalidCapture={openFault} onSubmit={submits(() => draft !== null && !isOvertaken && save(draft.seen))}>
        <Section class="centre-part" title={words('rules.recipients')}>
          {rules.recipients.length === 0 ? <p class="note">{words('rules.noRecipients')}</p> : null}
          {rules.recipients.map((recipient, at) => (
            <RecipientPart
              key={at}
              recipient={recipient}
              newest={kept.newest.find(({ recipientId }) => recipientId === recipient.recipientId) ?? null}
              onEdit={mayEdit ? (changed) => edit(withRecipient(rules, at, changed)) : null}
              onTest={may('testAlarmRecipient') && draft === null ? () => void test(recipient.recipientId) : null}
            />
          ))}
          {mayEdit ? (
            <div class="page-buttons">
              <Button
                onPress={() =>
                  edit({
                    ...rules,
                    recipients: [...rules.recipients, newRecipient(rules, words('rules.newRecipient'), language)],
                  })
                }
              >
                {words('rules.addRecipient')}
              </Button>
            </div>
          ) : null}
        </Section>
        <Section class="centre-part" title={words('rules.rules')}>
          {rules.rules.length === 0 ? <p class="note">{words('rules.none')}</p> : null}
          {rules.rules.map((rule, at) => (
            <RulePart
              key={at}
              rule={rule}
              recipients={rules.recipients}
              offices={offices.body?.offices ?? []}
              onEdit={mayEdit ? (changed) => edit(withRule(rules, at, changed)) : null}
            />
          ))}
          {mayEdit ? (
            <div class="page-buttons">
              <Button
                onPress={() => edit({ ...rules, rules: [...rules.rules, newRule(rules, words('rules.newRule'))] })}
              >
                {words('rules.addRule')}
              </Button>
            </div>
          ) : null}
        </Section>
        <Said>{said}</Said>
        {isOvertaken ? <Meanwhile onMine={() => void save(null)} onTheirs={leave} /> : null}
        {mayEdit ? (
          <div class="page-buttons">
            <button type="submit" class="button button-main" aria-disabled={draft === null || isOvertaken}>
              {words('save')}
            </button>
            {draft === null ? (
              <span>{words('nothingChanged')}</span>
            ) : (
              <Button onPress={leave}>{words('discard')}</Button>
            )}
          </div>
        ) : null}
      </form>
    </>
  );
}
