import type { Schemas } from '@/api/client';

/** Something that an admin should look at; its text is `home.needs.…`, its action leads to a page. */
export interface Attention {
  key:
    | 'checks'
    | 'functionFiles'
    | 'jobs'
    | 'hooks'
    | 'late'
    | 'failing'
    | 'extensions'
    | 'updates'
    | 'backup'
    | 'noBackup'
    | 'disk';
  tone: 'danger' | 'warning';
  /** How many, or the figure that the text tells. */
  n: number;
  /** The name of the page that has more. */
  page: string;
  query?: Record<string, string>;
}

const DAY_MS = 86_400_000;
const BACKUP_DAYS = 7;
const LEAST_FREE = 0.1;
const LEAST_FREE_BYTES = 1_000_000_000;

/** What needs attention now, the worst at first. */
export function attention(status: Schemas['InstanceStatus'], updates: number, now: number): Attention[] {
  const { counts, checks } = status;
  const failedChecks = Object.values(checks).filter((it) => it === 'failed').length;
  const found: Attention[] = [
    { key: 'checks', tone: 'danger', n: failedChecks, page: 'logs' },
    { key: 'disk', tone: 'danger', n: scarce(status), page: 'settings' },
    { key: 'functionFiles', tone: 'danger', n: counts.function_files_with_errors, page: 'functions' },
    { key: 'extensions', tone: 'danger', n: counts.extensions_failed, page: 'extensions' },
    { key: 'jobs', tone: 'danger', n: counts.jobs_failed, page: 'jobs', query: { status: 'failed' } },
    { key: 'hooks', tone: 'danger', n: counts.hook_failures, page: 'hooks' },
    { key: 'failing', tone: 'danger', n: counts.schedules_failing, page: 'schedules' },
    { key: 'late', tone: 'warning', n: counts.schedules_late, page: 'schedules' },
    ...backups(status, now),
    { key: 'updates', tone: 'warning', n: updates, page: 'extensions' },
  ];
  return found.filter((it) => it.n > 0);
}

/** The per cent of the disk that are free, at least 1, where these are few; else 0. */
function scarce({ storage: { free_bytes: free, total_bytes: total } }: Schemas['InstanceStatus']): number {
  const isScarce = free !== null && total !== null && (free < LEAST_FREE_BYTES || free < total * LEAST_FREE);
  return isScarce ? Math.max(1, Math.round((100 * free) / total)) : 0;
}

/** An instance without records has nothing to lose yet. */
function backups({ backup, counts }: Schemas['InstanceStatus'], now: number): Attention[] {
  if (counts.records === 0) {
    return [];
  }
  if (backup.last === null) {
    return [{ key: 'noBackup', tone: 'warning', n: 1, page: 'backups' }];
  }
  const days = Math.floor((now - Date.parse(backup.last.at)) / DAY_MS);
  return [{ key: 'backup', tone: 'warning', n: days >= BACKUP_DAYS ? days : 0, page: 'backups' }];
}

/** The collections that people without an account may use, with the actions that they may do. */
export function publicCollections(collections: readonly Schemas['Collection'][]): { name: string; actions: string[] }[] {
  return collections
    .map(({ name, options }) => ({
      name,
      actions: Object.entries(options.access ?? {})
        .filter(([, rule]) => rule === 'public')
        .map(([action]) => action),
    }))
    .filter(({ actions }) => actions.length > 0);
}
