"""Questionnaires, invitations, responses, and the durable work underneath. Knows neither reports nor cases."""
