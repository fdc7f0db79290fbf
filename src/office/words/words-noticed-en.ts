/** What was noticed: what happened, whether money is missing, and what to do now. */
export const noticedEn = {
  price_differs: {
    title: 'The total comes out differently here',
    meaning: 'The server’s own calculation of this sale gives other figures. The sale stands as it was paid.',
    money: 'No money is missing: the sale is recorded and posted as it was paid.',
    todo: 'Compare the receipt with the lines. If too much or too little was charged, settle it with the customer; if it happens again, look at that till’s version.',
  },
  not_compared: {
    title: 'Too large to be calculated again',
    meaning: 'The sale names more promotions than any honest till would apply. It stands as it was paid.',
    money: 'No money is missing: the sale is recorded and posted as it was paid.',
    todo: 'Look at its figures line by line, and find out what that till has sent.',
  },
  price_book_differs: {
    title: 'Sold at another price',
    meaning:
      'A line was sold at a price that is not the one in the price book now. Often the price changed while the till was offline.',
    money: 'No money is missing: the sale is recorded and posted as it was paid.',
    todo: 'If the price changed that day, there is nothing to do. If not, see that the till has the prices of today.',
  },
  rules_differ: {
    title: 'Sold by other rules',
    meaning:
      'Taxes, floors, a customer’s tier or the rounding on this sale are not what is set up here now. Often they changed while the till was offline.',
    money: 'No money is missing: the sale is recorded and posted as it was paid.',
    todo: 'If the rules changed that day, there is nothing to do. If the tax is wrong, tell whoever keeps the books.',
  },
  unknown_product: {
    title: 'Sold something the catalogue lacks',
    meaning:
      'The product was taken out of the catalogue, or never was in it. The sale is recorded with the name and price the till had.',
    money: 'No money is missing: the sale is recorded and posted as it was paid.',
    todo: 'If it is still sold, put it back into the catalogue. If not, take it off the shelf.',
  },
  unknown_promotion: {
    title: 'A promotion nobody set up',
    meaning:
      'The till took off money for a promotion that was never given to it from here. The sale stands as it was paid.',
    money: 'Less was charged than was meant: the details say how much came off.',
    todo: 'Find out where the till has that promotion from. If it is a true one, set it up here.',
  },
  promotion_differs: {
    title: 'A promotion on other terms',
    meaning: 'The till took off money for a promotion on terms that were never published for this local.',
    money: 'Less may have been charged than was meant: the details say how much came off.',
    todo: 'Compare the terms with the published ones, and have the till load the catalogue again.',
  },
  unknown_staff: {
    title: 'Made by someone unknown',
    meaning: 'The person who made the sale is not among the staff here: they have left, or the till has an old list.',
    money: 'No money is missing: the sale is recorded and posted as it was paid.',
    todo: 'Ask at that till who was selling. If they no longer work here, the till must load the list of staff again.',
  },
  unknown_customer: {
    title: 'Customer unknown',
    meaning: 'The customer on the sale is not in the list here. The sale is recorded all the same.',
    money: 'No money is missing: the sale is recorded and posted as it was paid.',
    todo: 'See whether the customer is there under another name or was deleted. What they are due, give them by hand.',
  },
  number_repeats: {
    title: 'A sale number was used twice',
    meaning: 'Two different sales carry the same number. Both are recorded, and both count.',
    money: 'No money is missing; see that there really were two payments.',
    todo: 'Compare both receipts. If it is one sale that was paid once, one of them has to be taken back; and find out whether a device was copied.',
  },
  oversold: {
    title: 'More was sold than was in stock',
    meaning: 'The stock on record went below zero.',
    money: 'No money is missing: the sale is recorded and posted as it was paid.',
    todo: 'Count the goods and put the record right. Perhaps a delivery was not written down.',
  },
  local_differs: {
    title: 'Sale of another local',
    meaning:
      'The sale names another local than the one its register belongs to: the register has moved since. The goods were taken from the stock of the present one.',
    money: 'No money is missing: the sale is recorded and posted as it was paid.',
    todo: 'If the goods came from the other local, put the stock of both right.',
  },
  currency_differs: {
    title: 'Sale in another currency',
    meaning: 'The sale was made in another currency than the local’s own.',
    money: 'Nothing is lost, but adding it to the others makes no sense.',
    todo: 'Find out what was really charged, and connect that till anew so that it takes the local’s currency.',
  },
  unknown_drawer: {
    title: 'Sale in a drawer nobody opened',
    meaning: 'The sale names an opening of the drawer that is not recorded here.',
    money:
      'No money is missing: the sale is recorded and posted as it was paid. It may be missing in that shift’s count.',
    todo: 'See whether the opening of the drawer is quarantined, and count that shift’s cash with this sale in it.',
  },
  clock_differs: {
    title: 'The date cannot be right',
    meaning: 'The till put down a time that lies in the future or long ago: its clock is wrong.',
    money: 'No money is missing: the sale is recorded and posted as it was paid. It may show under the wrong day.',
    todo: 'Set the clock of the device. If the sale fell on another day, tell whoever keeps the books.',
  },
  discount_over_limit: {
    title: 'Discount above the limit',
    meaning: 'A cashier gave a larger discount than allowed, and no supervisor’s consent is recorded.',
    money: 'Less was charged than is allowed: the details say how much.',
    todo: 'Ask who consented. If nobody did, talk to the person and look at the till.',
  },
  quarantined: {
    title: 'Something could not be read',
    meaning:
      'The till sent something the server does not understand. It is kept word for word; it is not in the sales or the ledger yet.',
    money: 'If it was a sale, its money is missing from the totals until it is posted.',
    todo: 'Update the server and try again here. If it still cannot be done, send the text to support; the till need not do anything.',
  },
  conflict: {
    title: 'Two devices as one register',
    meaning:
      'What came in contradicts what was there first: a copy of the device or an old backup may be selling too. Both are kept.',
    money: 'If it was another sale, its money is missing from the totals until you decide.',
    todo: 'See which devices use this register and leave one. If it is a sale of its own, post it; if it is the same one, say so.',
  },
  numbers_lost: {
    title: 'Numbers lost here and on the till',
    meaning:
      'The server was put back to an older copy, and the till has lost the same numbers. The details say which; what came after them is kept and waits for you.',
    money: 'Sales under the lost numbers are in no total. Those after them are missing until they are posted.',
    todo: 'Post what is kept, entry by entry. Then compare the receipts and the drawer count of those days with the sales, and enter by hand what is still missing. Leave this open until it agrees.',
  },
  after_loss: {
    title: 'Kept after lost numbers',
    meaning:
      'Numbers just before this one are lost here and on the till. This came after them, whole and as the till wrote it, and is kept word for word.',
    money: 'If it was a sale, its money is missing from the totals until you post it.',
    todo: 'Compare it with the receipt and the drawer count, and post it as a sale of its own. If it is in the sales already, say that it is the same.',
  },
  unread_push: {
    title: 'A push that could not be read',
    meaning: 'Something with this register’s key sent a text that is no push. It is kept word for word.',
    money: 'Nothing is missing: the till keeps all of it and sends it again.',
    todo: 'If the till has shown unsent sales for a while, update it or save a copy; send the text to support.',
  },
  copy_unproven: {
    title: 'From a copy that nothing proves',
    meaning: 'It came in a file of a till that has been connected anew since.',
    money: 'If the sales are true, no money is missing; if they are not, there are sales too many.',
    todo: 'Check with the people of that till that they made these sales.',
  },
  left_behind: {
    title: 'Sales stayed on the device before',
    meaning: 'Another device became this register while the one before it said that it still held these numbers.',
    money: 'The sales under these numbers are not here. They arrive if that device is connected again with its data.',
    todo: 'Look for that device before its data are cleared. If it is gone, enter its receipts by hand.',
  },
  data_restored: {
    title: 'A till mended its own data',
    meaning: 'One of its two copies was short and was filled again from the other.',
    money: 'No money is missing if the number of sales agrees with the receipts of that day.',
    todo: 'Compare the receipts of that day with the sales. If it happens again, change the disk or the device.',
  },
} as const;
