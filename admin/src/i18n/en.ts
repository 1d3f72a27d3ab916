import calls from '@/calls/en';
import collections from '@/collections/en';
import extensions from '@/extensions/en';
import filters from '@/filters/en';
import functions from '@/functions/en';
import home from '@/home/en';
import hooks from '@/hooks/en';
import instance from '@/instance/en';
import jobs from '@/jobs/en';
import records from '@/records/en';
import schedules from '@/schedules/en';
import session from '@/session/en';
import shell from '@/shell/en';
import transfer from '@/transfer/en';
import users from '@/users/en';
import ui from '@/ui/en';

/** The texts of all folders, by folder; those of `ui` are for everybody. */
const en = {
  ...ui,
  calls,
  collections,
  extensions,
  filters,
  functions,
  home,
  hooks,
  instance,
  jobs,
  records,
  schedules,
  session,
  shell,
  transfer,
  users,
};

/** The texts of a language: those of English, all of them. */
export type Messages = typeof en;

export default en;
