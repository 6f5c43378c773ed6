import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Complaints } from './complaints.ts';
import { type LogLine, type ReplicaLife, type ReplicaProgram, startReplica } from './replica.ts';

/** Three replicas, each of which is restarted when it ends. */
export interface Replicas {
  ports(): readonly number[];
  /** Kills `kills` replicas in total, each at a random time after its start. */
  killSome(kills: number, onKill: () => Promise<void>): Promise<void>;
  killByName(name: string): Promise<void>;
  setProgram(program: ReplicaProgram): void;
  restart(index: number): Promise<void>;
  allListen(): Promise<void>;
  logged(event: string): number;
  stop(): Promise<void>;
}

const COUNT = 3;
/** The approximate milliseconds from a replica's start to its first answer. */
const START_MS = 900;
const LONGEST_LIFE_MS = 1_500;
const SHORT_LIFE_MS = 120;
const RESTART_AFTER_MS = 150;
const LOOK_EVERY_MS = 10;
const PINO_ERROR = 50;

export function startReplicas({
  program: firstProgram,
  databaseUrl,
  keyFile,
  random,
  complaints,
}: {
  program: ReplicaProgram;
  databaseUrl: string;
  keyFile: string;
  random: Random;
  complaints: Complaints;
}): Replicas {
  let program = firstProgram;
  let isStopping = false;
  const events = new Map<string, number>();
  const seats = Array.from({ length: COUNT }, (_, index) => openSeat(index));

  function openSeat(index: number) {
    const name = `replica-${index}`;
    let port: number | null = null;
    let wasKilled = false;
    let life = begin();

    function begin(): ReplicaLife {
      const begun = startReplica({ name, program, databaseUrl, keyFile, onLog });
      void begun.listening.then((listening) => {
        port = listening;
      });
      void begun.ended.then(async () => {
        port = null;
        if (!wasKilled) await wait(RESTART_AFTER_MS);
        wasKilled = false;
        if (!isStopping) life = begin();
      });
      return begun;
    }

    return {
      name,
      port: () => port,
      life: () => life,
      async kill() {
        wasKilled = true;
        port = null;
        await life.kill();
      },
    };
  }

  function onLog({ level, event }: LogLine, text: string): void {
    events.set(event, (events.get(event) ?? 0) + 1);
    // A replica may end if it cannot reach its database at its start; any other error is a complaint.
    if (level >= PINO_ERROR && !isNoDatabase(text)) complaints.complain('refused', text.slice(0, 1_000));
  }

  type Seat = (typeof seats)[number];

  async function listens(seat: Seat): Promise<void> {
    while (seat.port() === null && !isStopping) {
      await seat.life().listening;
      if (seat.port() === null) await wait(LOOK_EVERY_MS);
    }
  }

  return {
    ports: () => seats.flatMap((seat) => seat.port() ?? []),
    async killSome(kills, onKill) {
      let left = kills;
      const reap = async (seat: Seat) => {
        while (left > 0) {
          left -= 1;
          if (random.chance(0.15)) await wait(random.int(0, START_MS));
          else {
            await listens(seat);
            await wait(random.int(0, random.chance(0.3) ? SHORT_LIFE_MS : LONGEST_LIFE_MS));
          }
          await seat.kill();
          await onKill();
        }
      };
      await Promise.all(seats.map(reap));
    },
    async killByName(name) {
      await seats.find((seat) => seat.name === name)?.kill();
    },
    setProgram(next) {
      program = next;
    },
    async restart(index) {
      await seats[index]?.kill();
    },
    async allListen() {
      await Promise.all(seats.map(listens));
    },
    logged: (event) => events.get(event) ?? 0,
    async stop() {
      isStopping = true;
      await Promise.all(seats.map((seat) => seat.kill()));
    },
  };
}

const isNoDatabase = (text: string): boolean => text.includes('"program-fault"') && text.includes('StoreUnreachable');
