/** What was noticed, in Spanish: what happened, whether money is missing, and what to do now. */
export const noticedEs = {
  price_differs: {
    title: 'Aquí el total da distinto',
    meaning: 'El cálculo del servidor para esta venta da otras cifras. La venta queda como se pagó.',
    money: 'No falta dinero: la venta está registrada y contabilizada como se pagó.',
    todo: 'Compare el recibo con las líneas. Si se cobró de más o de menos, arréglelo con el cliente; si se repite, revise la versión de esa caja.',
  },
  not_compared: {
    title: 'Demasiado grande para volver a calcularla',
    meaning: 'La venta nombra más promociones de las que aplicaría una caja honrada. Queda como se pagó.',
    money: 'No falta dinero: la venta está registrada y contabilizada como se pagó.',
    todo: 'Revise sus cifras línea por línea, y averigüe qué envió esa caja.',
  },
  price_book_differs: {
    title: 'Vendido a otro precio',
    meaning:
      'Una línea se vendió a un precio que no es el de la lista actual. A menudo el precio cambió mientras la caja no tenía conexión.',
    money: 'No falta dinero: la venta está registrada y contabilizada como se pagó.',
    todo: 'Si el precio cambió ese día, no hay nada que hacer. Si no, compruebe que la caja tenga los precios al día.',
  },
  rules_differ: {
    title: 'Vendido con otras reglas',
    meaning:
      'Los impuestos, los precios mínimos, el nivel del cliente o el redondeo de esta venta no son los que hay aquí ahora. A menudo cambiaron mientras la caja no tenía conexión.',
    money: 'No falta dinero: la venta está registrada y contabilizada como se pagó.',
    todo: 'Si las reglas cambiaron ese día, no hay nada que hacer. Si el impuesto salió mal, avise a quien lleva la contabilidad.',
  },
  unknown_product: {
    title: 'Se vendió algo que no está en el catálogo',
    meaning:
      'El artículo se quitó del catálogo, o nunca estuvo. La venta está registrada con el nombre y el precio que tenía la caja.',
    money: 'No falta dinero: la venta está registrada y contabilizada como se pagó.',
    todo: 'Si todavía se vende, vuelva a ponerlo en el catálogo. Si no, retírelo del estante.',
  },
  unknown_promotion: {
    title: 'Una promoción que nadie creó',
    meaning: 'La caja descontó por una promoción que nunca se le dio desde aquí. La venta queda como se pagó.',
    money: 'Se cobró menos de lo previsto: el descuento está en los detalles.',
    todo: 'Averigüe de dónde sacó la caja esa promoción. Si es legítima, créela aquí.',
  },
  promotion_differs: {
    title: 'Una promoción en otras condiciones',
    meaning: 'La caja descontó por una promoción en condiciones que nunca se publicaron para este local.',
    money: 'Puede haberse cobrado menos de lo previsto: el descuento está en los detalles.',
    todo: 'Compare las condiciones con las publicadas, y haga que la caja cargue el catálogo de nuevo.',
  },
  unknown_staff: {
    title: 'La hizo alguien desconocido',
    meaning:
      'Quien hizo la venta no figura aquí entre el personal: se le dio de baja, o la caja tiene una lista vieja.',
    money: 'No falta dinero: la venta está registrada y contabilizada como se pagó.',
    todo: 'Pregunte en esa caja quién vendió. Si ya no trabaja aquí, la caja debe cargar la lista de personal de nuevo.',
  },
  unknown_customer: {
    title: 'Cliente desconocido',
    meaning: 'El cliente de la venta no está en la lista de aquí. La venta se registró igual.',
    money: 'No falta dinero: la venta está registrada y contabilizada como se pagó.',
    todo: 'Busque si el cliente está con otro nombre o se borró. Si le corresponden ventajas, déselas a mano.',
  },
  number_repeats: {
    title: 'Un número de venta se usó dos veces',
    meaning: 'Dos ventas distintas llevan el mismo número. Las dos están registradas, y las dos cuentan.',
    money: 'No falta dinero; comprueben que de verdad hubo dos cobros.',
    todo: 'Compare los dos recibos. Si es la misma venta cobrada una sola vez, hay que devolver o anular una; y averigüe si hay un equipo copiado.',
  },
  oversold: {
    title: 'Se vendió más de lo que había',
    meaning: 'La existencia registrada quedó por debajo de cero.',
    money: 'No falta dinero: la venta está registrada y contabilizada como se pagó.',
    todo: 'Cuente la mercancía y corrija el registro. Quizá falta anotar una entrega.',
  },
  local_differs: {
    title: 'Venta de otro local',
    meaning:
      'La venta nombra un local distinto del de su caja: la caja se mudó después. La mercancía se descontó del local de ahora.',
    money: 'No falta dinero: la venta está registrada y contabilizada como se pagó.',
    todo: 'Si la mercancía salió del otro local, corrija la existencia de los dos.',
  },
  currency_differs: {
    title: 'Venta en otra moneda',
    meaning: 'La venta se hizo en una moneda distinta de la del local.',
    money: 'No se pierde, pero sumarla con las demás no tiene sentido.',
    todo: 'Averigüe qué se cobró de verdad, y vuelva a conectar esa caja para que tome la moneda del local.',
  },
  unknown_drawer: {
    title: 'Venta en un cajón que nadie abrió',
    meaning: 'La venta nombra una apertura de cajón que aquí no consta.',
    money:
      'No falta dinero: la venta está registrada y contabilizada como se pagó. Puede faltar en el arqueo de ese turno.',
    todo: 'Busque si la apertura del cajón está en cuarentena, y cuente el efectivo de ese turno con esta venta incluida.',
  },
  clock_differs: {
    title: 'La fecha no puede ser',
    meaning: 'La caja puso una hora que está en el futuro o muy atrás: su reloj está mal.',
    money:
      'No falta dinero: la venta está registrada y contabilizada como se pagó. Puede aparecer en el día equivocado.',
    todo: 'Ponga en hora el reloj del equipo. Si la venta cayó en otro día, dígaselo a quien lleva la contabilidad.',
  },
  discount_over_limit: {
    title: 'Descuento por encima del límite',
    meaning:
      'Alguien de caja dio un descuento mayor que el permitido, sin que conste la autorización de un supervisor.',
    money: 'Se cobró menos de lo permitido: los detalles dicen cuánto.',
    todo: 'Pregunte quién lo autorizó. Si nadie lo hizo, hable con esa persona y revise la caja.',
  },
  quarantined: {
    title: 'Algo no se pudo leer',
    meaning:
      'La caja envió algo que el servidor no entiende. Se guarda palabra por palabra; aún no está en las ventas ni en el libro.',
    money: 'Si era una venta, su dinero falta en los totales hasta que se contabilice.',
    todo: 'Actualice el servidor e inténtelo de nuevo aquí. Si sigue sin poder ser, envíe el texto a soporte; la caja no tiene que hacer nada.',
  },
  conflict: {
    title: 'Dos equipos como una sola caja',
    meaning:
      'Lo que llegó contradice lo que ya estaba: puede que una copia del equipo o un respaldo viejo también esté vendiendo. Se guardan los dos.',
    money: 'Si fue otra venta, su dinero falta en los totales hasta que decida.',
    todo: 'Mire qué equipos usan esta caja y deje solo uno. Si es una venta aparte, contabilícela; si es la misma, dígalo.',
  },
  numbers_lost: {
    title: 'Números perdidos aquí y en la caja',
    meaning:
      'El servidor volvió a un respaldo más viejo, y la caja perdió los mismos números. Los detalles dicen cuáles; lo que vino después se guarda y espera su decisión.',
    money:
      'Las ventas con los números perdidos no están en ningún total. Las que vinieron después faltan hasta que se contabilicen.',
    todo: 'Contabilice lo guardado, entrada por entrada. Después compare los recibos y el arqueo de esos días con las ventas, y anote a mano lo que aún falte. Déjelo abierto hasta que cuadre.',
  },
  after_loss: {
    title: 'Guardado tras números perdidos',
    meaning:
      'Los números justo antes de este se perdieron aquí y en la caja. Esto vino después, entero y como lo escribió la caja, y se guarda palabra por palabra.',
    money: 'Si era una venta, su dinero falta en los totales hasta que la contabilice.',
    todo: 'Compárelo con el recibo y con el arqueo, y contabilícelo como venta aparte. Si ya está en las ventas, diga que es la misma.',
  },
  unread_push: {
    title: 'Llegó un envío que no se pudo leer',
    meaning: 'Algo con la clave de esta caja envió un texto que no es un envío. Se guarda palabra por palabra.',
    money: 'No falta nada: la caja lo conserva todo y lo vuelve a enviar.',
    todo: 'Si la caja muestra ventas sin enviar desde hace rato, actualícela o guarde una copia; envíe el texto a soporte.',
  },
  copy_unproven: {
    title: 'De una copia que nada prueba',
    meaning: 'Llegó en el archivo de una caja que se volvió a conectar después.',
    money: 'Si las ventas son de verdad, no falta dinero; si no lo son, hay ventas de más.',
    todo: 'Confirme con la gente de esa caja que hizo estas ventas.',
  },
  left_behind: {
    title: 'Quedaron ventas en el equipo anterior',
    meaning: 'Otro equipo pasó a ser esta caja mientras el anterior decía tener aún estos números.',
    money: 'Las ventas con estos números no están aquí. Llegan si ese equipo se conecta otra vez con sus datos.',
    todo: 'Busque ese equipo antes de que se borren sus datos. Si ya no está, anote sus recibos a mano.',
  },
  data_restored: {
    title: 'Una caja reparó sus datos',
    meaning: 'Una de sus dos copias estaba incompleta y se rellenó con la otra.',
    money: 'No falta dinero si el número de ventas cuadra con los recibos de ese día.',
    todo: 'Compare los recibos de ese día con las ventas. Si se repite, cambie el disco o el equipo.',
  },
} as const;
