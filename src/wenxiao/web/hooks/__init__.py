"""Webhooks: programs are told what happened, signed, with ids and addresses alone; nothing is lost when a process dies."""
