import { useEffect, useState } from 'preact/hooks';
import type { Answer, Refused } from '../client.ts';
import { useAsked, usePage } from '../page-context.ts';
import { readDraft, writeDraft } from '../parts/tab-draft.ts';
import { type BookingPlan, faultsOf, firstPlan, planChanges } from './plan-rules.ts';
import { inLanguage, type Local } from './rules.ts';

export interface Named {
  id: string;
  name: string;
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Reads the names of services or desks from a profile without its schema, because an older release may have published the profile. */
function namedAt(document: unknown, member: string, id: string, language: string): Named[] {
  const list = memberOf(document, member);
  return (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
    const [own, name] = [memberOf(one, id), memberOf(one, 'name')];
    const isNamed = typeof own === 'string' && typeof name === 'object' && name !== null && 'ca' in name;
    return isNamed ? [{ id: own, name: inLanguage(name as Local, language) }] : [];
  });
}

export interface OpenPlan {
  officeId: string;
  name: string;
  zone: string;
  services: readonly Named[];
  desks: readonly Named[];
  today: string;
  versions: Answer<'readPlan'>['versions'];
  inEffect: number | null;
  /** The newest published plan, with which the draft begins. `null`: the office has no plan yet. */
  before: BookingPlan | null;
  plan: BookingPlan;
  changes: ReturnType<typeof planChanges>;
  faults: ReturnType<typeof faultsOf>;
  isDraft: boolean;
  edit: (plan: BookingPlan) => void;
  discard: () => void;
  renew: () => void;
}

/** Returns an office's plan with the changes made in this browser tab. `open` is `null`: the plan or the profile is not loaded. */
export function useOpenPlan(officeId: string): { open: OpenPlan | null; fault: Refused | null } {
  const { language } = usePage();
  const plans = useAsked('readPlan', { params: { officeId } }, { once: true });
  const profiles = useAsked('listProfiles', { params: { officeId } }, { once: true });
  const version = profiles.body?.inEffect ?? profiles.body?.versions[0]?.version ?? null;
  const profile = useAsked(
    'readProfile',
    version === null ? null : { params: { officeId, version: String(version) } },
    { once: true },
  );
  const unpublished: Refused | null =
    profiles.body !== null && version === null ? { kind: 'not-found', errors: [] } : null;
  const draftName = `torn-plan-${officeId}`;
  const [draft, setDraft] = useState(() => readDraft<{ newest: number; plan: BookingPlan }>(draftName));
  if (plans.body === null || profiles.body === null || profile.body === null)
    return { open: null, fault: plans.fault ?? profiles.fault ?? profile.fault ?? unpublished };
  const { document } = profile.body;
  const services = namedAt(document, 'services', 'serviceId', language);
  const newest = plans.body.versions[0];
  // The plan is not validated, because the centre has checked each version that it published.
  const before = newest === undefined ? null : (newest.plan as BookingPlan);
  const mine = draft !== null && draft.newest === (newest?.version ?? 0) ? draft.plan : null;
  const plan = mine ?? before ?? firstPlan(services.map(({ id }) => id));
  const name = memberOf(document, 'name');
  const zone = memberOf(document, 'zone');
  const keep = (next: BookingPlan | null): void => {
    const kept = next === null ? null : { newest: newest?.version ?? 0, plan: next };
    writeDraft(draftName, kept);
    setDraft(kept);
  };
  return {
    fault: null,
    open: {
      officeId,
      services,
      before,
      plan,
      today: plans.body.today,
      versions: plans.body.versions,
      inEffect: plans.body.inEffect,
      name: typeof name === 'string' ? name : officeId,
      zone: typeof zone === 'string' ? zone : 'Europe/Madrid',
      desks: namedAt(document, 'desks', 'deskId', language),
      changes: planChanges(before, plan),
      faults: faultsOf(plan),
      isDraft: mine !== null || before === null,
      edit: (next) => keep(before !== null && planChanges(before, next).length === 0 ? null : next),
      discard: () => keep(null),
      renew: plans.again,
    },
  };
}

const PAUSE_MS = 600;

/**
 * Asks for the consequences of a plan a moment after its last change, because asking at each key would be too often. `body`: the last
 * answer, `null` if there is no answer yet or it was a refusal; `isCurrent`: the answer is about the present plan.
 */
export function usePreview({ officeId, plan }: OpenPlan, from: string, isAsked: boolean, errand?: string) {
  const { client } = usePage();
  const [{ asked, body }, setAnswered] = useState<{ asked: string; body: Answer<'previewPlan'> | null }>({
    asked: '',
    body: null,
  });
  const text = JSON.stringify({ plan, effectiveFrom: from, ...(errand !== undefined && { errands: [errand] }) });
  useEffect(() => {
    if (!isAsked) return setAnswered({ asked: text, body: null });
    let isOver = false;
    const timer = setTimeout(async () => {
      const answered = await client.ask('previewPlan', { params: { officeId }, body: JSON.parse(text) });
      if (!isOver) setAnswered({ asked: text, body: answered.ok ? answered.value.body : null });
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, officeId, text, isAsked]);
  return { body, isCurrent: asked === text };
}
