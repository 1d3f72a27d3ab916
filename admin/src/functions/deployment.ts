import { api, data, type Schemas } from '@/api/client';
import { keepDraft, savedDraft } from '@/ui/savedDraft';
import { activeSource, type FunctionItem } from './functions';

/** A file that is to be deployed, with what is known of it so far. */
export interface DraftFile {
  filename: string;
  content: string;
  /** What runs now under its name; null for nothing. */
  before: string | null;
}

export type Outcome = Schemas['AppDeploymentOutcome']['functions'][number];

/** Compiles files as a deployment would, and tells what would become of each; changes nothing. */
export async function check(files: DraftFile[]): Promise<Outcome[]> {
  const functions = files.map((it) => ({ filename: it.filename, source: it.content }));
  const outcome = await data(api.POST('/api/admin/deploy', { body: { functions, tracked: false, dry_run: true } }));
  return outcome.functions;
}

/** Deploys files, all or none. */
export function deploy(files: DraftFile[], notes: string): Promise<Schemas['FunctionDeployment'][]> {
  const functions = files.map((it) => ({ filename: it.filename, content: it.content, notes: notes || null }));
  return data(api.POST('/api/admin/functions/upload-batch', { params: { query: { atomic: true } }, body: { functions } }));
}

/** The name of the function that a file is named after. */
export function nameOf(filename: string): string {
  return filename.replace(/\.java$/, '');
}

/** What runs under the name of a file; null for nothing, and for shared files. */
export async function runningUnder(filename: string, functions: FunctionItem[]): Promise<string | null> {
  const name = nameOf(filename);
  if (!functions.some((it) => it.name === name && it.extension === null)) {
    return null;
  }
  return activeSource(name).then(
    (source) => source.content,
    () => null,
  );
}

const KEY = 'deployment';
const MOST_CHARACTERS = 1_000_000;

/** Files that were not deployed yet when the panel was closed, in this tab. */
export function keptFiles(): DraftFile[] {
  return savedDraft<DraftFile[]>(KEY) ?? [];
}

/** Keeps them, unless they are too many for the browser. */
export function keepFiles(files: DraftFile[]): void {
  const isKept = files.length > 0 && JSON.stringify(files).length <= MOST_CHARACTERS;
  keepDraft(KEY, isKept ? files : null);
}
