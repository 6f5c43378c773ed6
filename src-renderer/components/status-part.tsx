import type { EventKind } from '../../src-main/contract/kiosk/event-catalogue.ts';
import type { PartLevel } from '../../src-main/contract/shared/part-level.ts';
import { useSession } from '../touching.ts';
import { PartRow } from './part-row.tsx';
import { TouchRow } from './touch-row.tsx';

type StatusPartProps = {
  level: PartLevel;
  name: string;
  says: string;
  figure: string;
  /** What is amiss; `null` while nothing is, or nothing that has a word. */
  fault: EventKind | null;
};

/** A part of the status page; where something is amiss it leads on to what to do. */
export function StatusPart({ fault, ...row }: StatusPartProps) {
  const { showFault } = useSession();
  if (fault === null || row.level === 'good') return <PartRow {...row} />;
  return <TouchRow {...row} onTouch={() => void showFault(fault)} />;
}
