import { useEffect, useRef } from 'preact/hooks';

const TOUCHES = 5;
const WITHIN_MS = 4_000;

/**
 * The technician's hidden corner: five touches within 4 s open the PIN. It draws nothing and takes no focus, so that citizens do not find
 * it.
 */
export function HiddenCorner({ onKnock }: { onKnock: () => void }) {
  const corner = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let touchesMs: number[] = [];
    const count = ({ timeStamp }: MouseEvent): void => {
      touchesMs = [...touchesMs.filter((before) => timeStamp - before <= WITHIN_MS), timeStamp];
      if (touchesMs.length < TOUCHES) return;
      touchesMs = [];
      onKnock();
    };
    const element = corner.current;
    element?.addEventListener('click', count);
    return () => element?.removeEventListener('click', count);
  }, [onKnock]);
  return <div ref={corner} class="hidden-corner" data-pace="knocking" aria-hidden="true" />;
}
