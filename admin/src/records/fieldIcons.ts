import { Binary, Braces, Calendar, Clock, Hash, List, ListChecks, type LucideIcon, SquareCheck, Type } from 'lucide-vue-next';
import type { FieldKind } from './fields';

/** What kind of values a column has. */
export const FIELD_ICONS: Record<FieldKind, LucideIcon> = {
  text: Type,
  choice: ListChecks,
  number: Hash,
  decimal: Binary,
  boolean: SquareCheck,
  date: Calendar,
  datetime: Clock,
  list: List,
  json: Braces,
};
