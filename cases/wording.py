"""The words of findings on screen: kinds, grades, fields, values. English message ids; the catalogues hold the Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.sentences import N_

KINDS: Mapping[str, str] = {
    "no_order": N_("Purchase without an order"),
    "order_denied": N_("Order denied"),
    "amount_differs": N_("Amount differs"),
    "payee_not_company": N_("Payee is not the company"),
    "salesperson_differs": N_("Salesperson differs"),
    "cancelled_but_delivered": N_("Cancelled but delivered"),
    "deleted_after_confirmation": N_("Deleted, but the customer confirms it"),
    "payment_without_order": N_("Payment without an order"),
    "order_without_payment": N_("Order without a payment"),
    "payment_amount_differs": N_("Payments differ from the order"),
    "payment_payee_not_company": N_("Payment to somebody else's account"),
    "shared_contact": N_("One telephone, several customers"),
    "contact_changed_by_owner": N_("Customer's phone changed soon after the sale"),
    "corroborated": N_("Several people, one salesperson or payee"),
    "lead_lost_but_bought": N_("Lead lost but bought"),
    "private_contact": N_("Asked to continue in private"),
    "private_discount": N_("Offered a discount past the company"),
    "coached_answer": N_("Told how to answer"),
    "cancel_rate_outlier": N_("More cancellations than usual"),
    "discount_outlier": N_("More discounts than usual"),
    "repeat_business_drop": N_("Fewer customers come back"),
    "sensitive_terms": N_("Words that go together"),
}
GRADES: Mapping[str, str] = {
    "hint": N_("worth a look"),
    "review": N_("a person must decide"),
    "finding": N_("strong"),
}
STATES: Mapping[str, str] = {
    "open": N_("still holds"),
    "dismissed": N_("put aside"),
    "withdrawn": N_("no longer holds"),
}
FIELDS: Mapping[str, str] = {
    "order_no": N_("Order number"),
    "amount": N_("Amount"),
    "date": N_("Date"),
    "payee": N_("Payee"),
    "salesperson": N_("Salesperson"),
    "product": N_("Product"),
    "state": N_("State"),
    "prior": N_("Starting point"),
    "phone": N_("Phone"),
    "name": N_("Name"),
    "store": N_("Store"),
    "invited": N_("Invitation"),
    "created": N_("Asked before buying"),
    "quoted": N_("Quote"),
    "total": N_("Together"),
}
VALUES: Mapping[str, str] = {
    "company": N_("the company's account"),
    "personal": N_("a personal account"),
    "other_company": N_("another company's account"),
    "cash": N_("cash"),
    "expected": N_("company accounts only"),
    "unsure": N_("can't recall"),
    "all": N_("all received"),
    "part": N_("part received"),
    "none": N_("nothing received"),
    "not_bought": N_("not bought"),
    "bought": N_("bought"),
    "open": N_("open"),
    "paid": N_("paid"),
    "done": N_("done"),
    "cancelled": N_("cancelled"),
    "returned": N_("returned"),
    "deleted": N_("deleted"),
    "won": N_("won"),
    "lost": N_("lost"),
    "dormant": N_("dormant"),
}
