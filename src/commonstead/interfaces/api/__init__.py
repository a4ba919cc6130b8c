"""The documented API: reading what one may see, recording an event, paying in circles, answering for debts."""
