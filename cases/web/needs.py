"""What has to be there before a kind of finding is raised: shown beside it, so that a reader can tell what it rests on."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.sentences import N_

NEEDS: Mapping[str, str] = {
    "no_order": N_(
        "Somebody says they bought and paid, and no order of theirs comes near in number, phone, name, amount and day. "
        "People also remember a shop or a month wrongly: look at the nearest orders below."
    ),
    "order_denied": N_("The books hold a settled order, and the customer says they did not buy, or not from us."),
    "amount_differs": N_(
        "The order is the one that is meant, and the amount said differs from it by more than people round or forget. "
        "A deposit, an instalment or a subsidy explains many of these."
    ),
    "payee_not_company": N_(
        "The payee that was named is neither one of the company's accounts nor the holder of one, "
        "and no receipt of the company covers the order."
    ),
    "salesperson_differs": N_("The order is the one that is meant, and another salesperson is credited with it."),
    "cancelled_but_delivered": N_(
        "The order is the one that is meant; the books say cancelled, returned or deleted, the customer says the goods came."
    ),
    "lead_lost_but_bought": N_(
        "The enquiry was closed as lost or dormant, and the customer says they bought what they asked for."
    ),
    "deleted_after_confirmation": N_("A customer confirmed the order, and it was deleted from the books afterwards."),
    "private_contact": N_(
        "The customer says they were asked to go on by a private contact. Service is often done so, too."
    ),
    "private_discount": N_("The customer says they were offered a price past the company."),
    "coached_answer": N_("The customer says somebody told them how to answer."),
    "payment_without_order": N_(
        "Money came in that fits no order by number, amount, payer and day. People pay in another's name, "
        "so this is never more than something to decide."
    ),
    "order_without_payment": N_("The order is settled, and no receipt covers it by number, amount, payer and day."),
    "payment_amount_differs": N_(
        "All receipts of the order together differ from its amount by more than a deposit explains."
    ),
    "payment_payee_not_company": N_("A receipt of the order names an account that is none of the company's."),
    "shared_contact": N_("One phone stands for several customers, or for a customer and an employee."),
    "contact_changed_by_owner": N_("The contact of an order was changed near the day it was sold."),
    "corroborated": N_("Independent people name the same salesperson or the same payee."),
    "repeat_business_drop": N_(
        "Customers of one salesperson come back more rarely than their own earlier pattern and the store's change "
        "would lead one to expect."
    ),
    "discount_outlier": N_("Discounts lie beyond what chance leaves among all who sell."),
    "cancel_rate_outlier": N_("Cancellations lie beyond what chance leaves among all who sell."),
    "sensitive_terms": N_(
        "Words in one sentence that usually go with a deal past the company, or a phrase that leaves little room for "
        "another meaning. Notes are read by searching the records for the number."
    ),
}
