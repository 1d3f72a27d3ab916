import {
  AlarmClock,
  Archive,
  Blocks,
  Code,
  Database,
  History,
  House,
  KeyRound,
  ListTodo,
  type LucideIcon,
  ScrollText,
  Settings,
  SquareFunction,
  Ticket,
  Users,
  Webhook,
} from 'lucide-vue-next';

/** A page that can be gone to from everywhere, by the name of its route. */
export interface Page {
  name: string;
  icon: LucideIcon;
}

/** The groups of the side bar with their pages; their titles are `shell.group.…` and `shell.page.…`. */
export const NAVIGATION: { group: string; pages: Page[] }[] = [
  { group: 'data', pages: [{ name: 'collections', icon: Database }] },
  {
    group: 'code',
    pages: [
      { name: 'functions', icon: SquareFunction },
      { name: 'calls', icon: History },
      { name: 'schedules', icon: AlarmClock },
      { name: 'jobs', icon: ListTodo },
      { name: 'hooks', icon: Webhook },
      { name: 'extensions', icon: Blocks },
    ],
  },
  {
    group: 'instance',
    pages: [
      { name: 'users', icon: Users },
      { name: 'tokens', icon: Ticket },
      { name: 'secrets', icon: KeyRound },
      { name: 'settings', icon: Settings },
      { name: 'logs', icon: ScrollText },
      { name: 'backups', icon: Archive },
      { name: 'api', icon: Code },
    ],
  },
];

export const HOME: Page = { name: 'home', icon: House };
