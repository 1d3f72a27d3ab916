import type { Messages } from './en';
import calls from '@/calls/de';
import collections from '@/collections/de';
import extensions from '@/extensions/de';
import filters from '@/filters/de';
import functions from '@/functions/de';
import home from '@/home/de';
import hooks from '@/hooks/de';
import instance from '@/instance/de';
import jobs from '@/jobs/de';
import records from '@/records/de';
import schedules from '@/schedules/de';
import session from '@/session/de';
import shell from '@/shell/de';
import transfer from '@/transfer/de';
import users from '@/users/de';
import ui from '@/ui/de';

const de: Messages = {
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

export default de;
