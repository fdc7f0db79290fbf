import type { AttentionRow, AttentionStepRow, UnreadPushRow } from './schema-attention.ts';
import type {
  ChainGapRow,
  ChainHeadRow,
  DrawerSessionRow,
  JournalCopyRow,
  JournalEventRow,
  LedgerLineRow,
  LedgerOffsetRow,
  StockLevelRow,
  StockMovementRow,
  StockOpeningRow,
  TransactionItemRow,
  TransactionPaymentRow,
  TransactionPromotionRow,
  TransactionRow,
  TransactionTaxRow,
} from './schema-journal.ts';
import type {
  BarcodeRuleRow,
  CatalogueSnapshotRow,
  CategoryRow,
  CopyKeyRow,
  CustomerRow,
  EnrolmentCodeRow,
  LocalRow,
  OfficeSessionRow,
  OrganisationRow,
  ProductRow,
  PromotionRow,
  PublishedPromotionRow,
  RegisterRow,
  StaffRow,
  TaxRow,
} from './schema-shop.ts';

/**
 * The tables, the same on every database. Spelling is the database's (snake_case). Types at rest:
 * instants are UTC ISO text with milliseconds, dates are YYYY-MM-DD text, documents are JSON text, yes/no is 1/0.
 */

export interface Schema {
  organisations: OrganisationRow;
  locals: LocalRow;
  registers: RegisterRow;
  copy_keys: CopyKeyRow;
  enrolment_codes: EnrolmentCodeRow;
  staff: StaffRow;
  office_sessions: OfficeSessionRow;
  categories: CategoryRow;
  products: ProductRow;
  taxes: TaxRow;
  barcode_rules: BarcodeRuleRow;
  promotions: PromotionRow;
  published_promotions: PublishedPromotionRow;
  customers: CustomerRow;
  catalogue_snapshots: CatalogueSnapshotRow;
  journal_events: JournalEventRow;
  journal_copies: JournalCopyRow;
  chain_heads: ChainHeadRow;
  chain_gaps: ChainGapRow;
  transactions: TransactionRow;
  transaction_items: TransactionItemRow;
  transaction_payments: TransactionPaymentRow;
  transaction_promotions: TransactionPromotionRow;
  transaction_taxes: TransactionTaxRow;
  stock_movements: StockMovementRow;
  stock_openings: StockOpeningRow;
  stock_levels: StockLevelRow;
  ledger_lines: LedgerLineRow;
  ledger_offsets: LedgerOffsetRow;
  drawer_sessions: DrawerSessionRow;
  attention: AttentionRow;
  attention_steps: AttentionStepRow;
  unread_pushes: UnreadPushRow;
}
