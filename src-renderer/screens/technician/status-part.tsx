import type { PartLevel } from '../../../src-main/contract/shared/part-level.ts';
import type { EventKind } from '../../../src-main/session/contract/event-catalogue.ts';
import { useSession } from '../../touching.ts';
import { PartRow } from './part-row.tsx';
import { TouchRow } from './touch-row.tsx';

type StatusPartProps = {
  level: PartLevel;
  name: string;
  says: string;
  figure?: string;
  /** The part's fault; `null` if there is none, or if it has no page. */
  fault: EventKind | null;
};

export function StatusPart({ fault, ...row }: StatusPartProps) {
  const { showFault } = useSession();
  if (fault === null || row.level === 'good') return <PartRow {...row} />;
  return <TouchRow {...row} onTouch={() => showFault({ kind: fault })} />;
}
