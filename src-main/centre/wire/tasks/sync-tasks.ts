import type { Question } from '../centre-client.ts';
import { signRead } from './counted-read.ts';
import { pull } from './pull.ts';
import { rotateKey } from './rotate-key.ts';
import { failed, type TaskContext, type TaskParts, type TaskResult } from './task.ts';
import { upload } from './upload.ts';

/** The tasks that exchange data with the centre, one at a time. Never rejects. */
export interface SyncTasks {
  push(most: number): Promise<TaskResult>;
  pull(): Promise<TaskResult>;
  signRead(): Question | null;
  wantRotation(): void;
}

export function createSyncTasks(parts: TaskParts): SyncTasks {
  const context: TaskContext = { ...parts, snapshot: { day: null } };
  let isRotationWanted = false;
  return {
    push: (most) => upload(context, most),
    async pull() {
      const fault = await rotateKey(context, isRotationWanted, () => {
        isRotationWanted = false;
      });
      return fault === null ? pull(context) : failed(fault);
    },
    signRead: () => signRead(context),
    wantRotation() {
      isRotationWanted = true;
    },
  };
}
